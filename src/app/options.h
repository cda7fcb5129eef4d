// The command line of facepoint-edit. Pure, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace facepoint {

struct AppOptions {
  std::filesystem::path project;
  std::filesystem::path image;       // opened first: a path as the list shows it, or its end
  std::filesystem::path screenshot;  // written when everything is there; then the program ends
  std::filesystem::path screenshot_dir = ".";  // where F12 and SIGUSR1 put theirs
  int width = 1280;
  int height = 800;
  bool sized = false;  // by --size; else the window opens maximised
  double scale = 0;    // 0: the monitor's
  bool trace = false;  // widgets and idle marks as JSON lines on standard output
  std::string filter;
  std::string do_first;  // names of actions, separated by commas, performed before the first frame
  bool help = false;
};

// Throws Error(kInvalidInput) with what is wrong.
AppOptions parse_options(const std::vector<std::string>& arguments);
std::string usage();

}  // namespace facepoint
