#include "app/options.h"

#include <charconv>
#include <functional>
#include <map>

#include "base/error.h"

namespace facepoint {
namespace {

[[noreturn]] void wrong(const std::string& what) {
  throw Error(ErrorCode::kInvalidInput, what + " Try: facepoint-edit --help");
}

template <class Number>
Number number(const std::string& option, const std::string& text) {
  Number value{};
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) {
    wrong(option + " takes a number, not “" + text + "”.");
  }
  return value;
}

void parse_size(AppOptions& options, const std::string& text) {
  const auto cross = text.find('x');
  if (cross == std::string::npos) wrong("--size takes WIDTHxHEIGHT, not “" + text + "”.");
  options.width = number<int>("--size", text.substr(0, cross));
  options.height = number<int>("--size", text.substr(cross + 1));
  if (options.width < 320 || options.height < 240 || options.width > 16384 ||
      options.height > 16384) {
    wrong("--size goes from 320x240 to 16384x16384.");
  }
  options.sized = true;
}

void parse_scale(AppOptions& options, const std::string& text) {
  options.scale = number<double>("--scale", text);
  if (!(options.scale >= 0.5 && options.scale <= 4)) wrong("--scale goes from 0.5 to 4.");
}

}  // namespace

AppOptions parse_options(const std::vector<std::string>& arguments) {
  AppOptions options;
  const std::map<std::string, std::function<void(const std::string&)>> valued{
      {"--image", [&](const std::string& text) { options.image = text; }},
      {"--screenshot", [&](const std::string& text) { options.screenshot = text; }},
      {"--screenshot-dir", [&](const std::string& text) { options.screenshot_dir = text; }},
      {"--size", [&](const std::string& text) { parse_size(options, text); }},
      {"--scale", [&](const std::string& text) { parse_scale(options, text); }},
      {"--filter", [&](const std::string& text) { options.filter = text; }},
      {"--do", [&](const std::string& text) { options.do_first = text; }},
  };
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const auto option = valued.find(argument);
    if (option != valued.end()) {
      if (++i == arguments.size()) wrong(argument + " needs a value.");
      option->second(arguments[i]);
    } else if (argument == "--trace") {
      options.trace = true;
    } else if (argument == "--help" || argument == "-h") {
      options.help = true;
    } else if (argument.starts_with("-")) {
      wrong("There is no option “" + argument + "”.");
    } else if (options.project.empty()) {
      options.project = argument;
    } else {
      wrong("One project at a time: “" + argument + "” is one too many.");
    }
  }
  const bool for_a_project =
      !options.image.empty() || !options.filter.empty() || !options.do_first.empty();
  if (options.project.empty() && for_a_project && !options.help) {
    wrong("Which project? Name a .facepoint file.");
  }
  return options;
}

std::string usage() {
  return "Usage: facepoint-edit [PROJECT] [OPTION...]\n"
         "       facepoint-edit bench [--json] [--quick]\n"
         "Looks through a project's pictures and corrects their landmarks. PROJECT is made if it\n"
         "does not exist; without one a page of recent projects opens. Every change is stored when "
         "the gesture ends.\n\n"
         "  --image PATH           open this picture first\n"
         "  --filter QUERY         list only these pictures\n"
         "  --size WxH             the window's size in pixels\n"
         "  --scale FACTOR         size of text and controls, 0.5 to 4 (default: the monitor's)\n"
         "  --screenshot FILE.png  save the window when all pictures are there, then end\n"
         "  --screenshot-dir DIR   where F12 and SIGUSR1 save theirs (default: here)\n"
         "  --do ACTION,...        perform these actions at the start, e.g. fit_face,help\n"
         "  --trace                print where each widget is, one JSON object a line when idle\n"
         "  --help                 show this\n\n"
         "bench measures what frames cost the processor, on projects drawn for it.\n";
}

}  // namespace facepoint
