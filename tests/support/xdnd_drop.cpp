// xdnd_drop X Y PATH...: drops files on whatever window is at that place of the screen, as a file
// manager would (the XDND protocol, version 5), because xdotool cannot. Ends with 0 when the window
// says that it has taken them.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <poll.h>

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>

namespace {

constexpr int kPatienceMs = 20000;
constexpr long kVersion = 5;

class Source {
 public:
  explicit Source(std::string uris) : uris_(std::move(uris)) {
    if (display_ == nullptr) fail("no display");
    root_ = DefaultRootWindow(display_);
    window_ = XCreateSimpleWindow(display_, root_, 0, 0, 1, 1, 0, 0, 0);
    XSetSelectionOwner(display_, atom("XdndSelection"), window_, CurrentTime);
  }

  void drop(int x, int y) {
    target_ = aware_window(root_, x, y);
    if (target_ == None) fail("no window there takes drops");
    const long position = (static_cast<long>(x) << 16U) | y;
    const auto source = static_cast<long>(window_);
    send("XdndEnter", {source, kVersion << 24U, static_cast<long>(atom("text/uri-list")), 0, 0});
    send("XdndPosition",
         {source, 0, position, CurrentTime, static_cast<long>(atom("XdndActionCopy"))});
    XClientMessageEvent status = wait_for("XdndStatus");
    if ((status.data.l[1] & 1) == 0) fail("the window refuses the drop");
    send("XdndDrop", {source, 0, CurrentTime, 0, 0});
    wait_for("XdndFinished");
  }

 private:
  [[noreturn]] static void fail(const char* why) {
    std::fprintf(stderr, "xdnd_drop: %s\n", why);
    std::exit(1);
  }
  Atom atom(const char* name) const { return XInternAtom(display_, name, False); }

  bool aware(Window window) const {
    Atom type = None;
    int format = 0;
    unsigned long count = 0;
    unsigned long rest = 0;
    unsigned char* data = nullptr;
    XGetWindowProperty(display_, window, atom("XdndAware"), 0, 1, False, AnyPropertyType, &type,
                       &format, &count, &rest, &data);
    if (data != nullptr) XFree(data);
    return type != None;
  }

  // The outermost window at that place that says it takes drops.
  Window aware_window(Window under, int x, int y) const {
    while (under != None) {
      if (under != root_ && aware(under)) return under;
      Window child = None;
      int ignored_x = 0;
      int ignored_y = 0;
      XTranslateCoordinates(display_, root_, under, x, y, &ignored_x, &ignored_y, &child);
      under = child;
    }
    return None;
  }

  void send(const char* type, std::initializer_list<long> values) const {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = target_;
    event.xclient.message_type = atom(type);
    event.xclient.format = 32;
    int i = 0;
    for (const long value : values) event.xclient.data.l[i++] = value;
    XSendEvent(display_, target_, False, NoEventMask, &event);
    XFlush(display_);
  }

  XEvent next_event() const {
    while (XPending(display_) == 0) {
      pollfd waiting{ConnectionNumber(display_), POLLIN, 0};
      if (poll(&waiting, 1, kPatienceMs) <= 0) fail("the window doesn't answer");
    }
    XEvent event;
    XNextEvent(display_, &event);
    return event;
  }

  // Gives the files to whoever asks for them in the meantime.
  XClientMessageEvent wait_for(const char* type) const {
    while (true) {
      const XEvent event = next_event();
      if (event.type == SelectionRequest) hand_over(event.xselectionrequest);
      if (event.type == ClientMessage && event.xclient.message_type == atom(type)) {
        return event.xclient;
      }
    }
  }

  void hand_over(const XSelectionRequestEvent& request) const {
    XChangeProperty(display_, request.requestor, request.property, request.target, 8,
                    PropModeReplace, reinterpret_cast<const unsigned char*>(uris_.data()),
                    static_cast<int>(uris_.size()));
    XEvent reply{};
    reply.xselection.type = SelectionNotify;
    reply.xselection.requestor = request.requestor;
    reply.xselection.selection = request.selection;
    reply.xselection.target = request.target;
    reply.xselection.property = request.property;
    reply.xselection.time = request.time;
    XSendEvent(display_, request.requestor, False, NoEventMask, &reply);
    XFlush(display_);
  }

  std::string uris_;
  Display* display_ = XOpenDisplay(nullptr);
  Window root_ = None;
  Window window_ = None;
  Window target_ = None;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: xdnd_drop X Y PATH...\n");
    return 2;
  }
  std::string uris;
  for (int i = 3; i < argc; ++i) uris += "file://" + std::string(argv[i]) + "\r\n";
  Source(uris).drop(std::atoi(argv[1]), std::atoi(argv[2]));
  return 0;
}
