#include "image/quiet_cerr.h"

#include <iostream>
#include <streambuf>

namespace facepoint {
namespace {

thread_local int quiet = 0;

class Filter : public std::streambuf {
 public:
  explicit Filter(std::streambuf* to) : to_(to) {}

 protected:
  int_type overflow(int_type c) override {
    if (quiet > 0 || traits_type::eq_int_type(c, traits_type::eof())) {
      return traits_type::not_eof(c);
    }
    return to_->sputc(traits_type::to_char_type(c));
  }
  std::streamsize xsputn(const char* text, std::streamsize count) override {
    return quiet > 0 ? count : to_->sputn(text, count);
  }
  int sync() override { return to_->pubsync(); }

 private:
  std::streambuf* to_;
};

// Stays for good: what is written when the program ends needs it, too.
void stand_before_cerr() {
  static const bool kStands = [] {
    std::cerr.rdbuf(new Filter(std::cerr.rdbuf()));
    return true;
  }();
  static_cast<void>(kStands);
}

}  // namespace

QuietCerr::QuietCerr() {
  stand_before_cerr();
  ++quiet;
}

QuietCerr::~QuietCerr() { --quiet; }

}  // namespace facepoint
