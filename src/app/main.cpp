// facepoint-edit: the window around the editor.
#include <csignal>
#include <exception>
#include <iostream>
#include <string_view>

#include "app/app.h"
#include "app/bench.h"
#include "app/options.h"
#include "base/error.h"
#include "image/process.h"

int main(int argc, char** argv) {
  using namespace facepoint;
  try {
    if (argc > 1 && std::string_view(argv[1]) == "bench") return run_bench({argv + 2, argv + argc});
    const AppOptions options = parse_options({argv + 1, argv + argc});
    if (options.help) {
      std::cout << usage();
      return 0;
    }
    use_one_thread_a_picture();
    std::signal(SIGUSR1, [](int) { ask_for_screenshot_by_signal(); });
    std::signal(SIGINT, [](int) { ask_to_stop_by_signal(); });
    std::signal(SIGTERM, [](int) { ask_to_stop_by_signal(); });
    App app(options);
    return app.run();
  } catch (const Error& error) {
    std::cerr << "facepoint-edit: " << error.what() << "\n";
    return error.code() == ErrorCode::kInvalidInput ? 2 : 1;
  } catch (const std::exception& error) {
    std::cerr << "facepoint-edit: " << error.what() << "\n";
    return 1;
  }
}
