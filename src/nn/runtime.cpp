#include "nn/runtime.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string>

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "nn/module_api.h"

namespace facepoint::nn {
namespace fs = std::filesystem;
namespace {

#ifdef FACEPOINT_HAS_NN

[[noreturn]] void cannot_open(const fs::path& path, const std::string& why) {
  throw Error(ErrorCode::kNotFound,
              "cannot open the prediction module (" + why + "); install facepoint again",
              path.string());
}

Runtime& open_module() {
  const fs::path path = module_dir() / "libfacepoint_nn_module.so";
  // LibTorch's threads would otherwise spin while they wait for each other, and starve the window
  // and each other on busy cores. Read once, when OpenMP is loaded.
  ::setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) cannot_open(path, ::dlerror());
  const auto entry = reinterpret_cast<ModuleEntry>(::dlsym(library, kModuleEntry));
  if (entry == nullptr) cannot_open(path, "it is not facepoint's");
  static const Host host{[](LogLevel level, const std::string& message) { log(level, message); }};
  Runtime* runtime = entry(kModuleApi, &host);
  if (runtime == nullptr) cannot_open(path, "it belongs to another version");
  return *runtime;
}

#else

Runtime& open_module() {
  throw Error(ErrorCode::kUnsupported,
              "this facepoint was built without LibTorch, so it can neither predict nor train; "
              "build it with FACEPOINT_NN=ON");
}

#endif

}  // namespace

Runtime& runtime() {
  static Runtime& opened = open_module();
  return opened;
}

bool holds_landmark_model(const fs::path& folder) {
  const fs::path name = folder.filename();
  return name != kDetectorFolder && name != kCorrectorFolder && name != kSuspicionFolder;
}

fs::path default_model() {
  const fs::path folder = share_dir() / "models";
  std::error_code ignored;
  fs::path found;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const fs::path weights = entry.path() / "weights.fpm";
    if (!holds_landmark_model(entry.path())) continue;
    if (fs::exists(weights, ignored) && (found.empty() || weights < found)) found = weights;
  }
  if (found.empty()) {
    throw Error(ErrorCode::kNotFound,
                "no model is installed; name one with --model, or train one with `facepoint train`",
                folder.string());
  }
  return found;
}

fs::path default_detector() {
  fs::path weights = share_dir() / "models" / kDetectorFolder / "weights.fpm";
  if (!fs::exists(weights)) {
    throw Error(ErrorCode::kNotFound,
                "the face detector is not installed; install facepoint again, or use another with "
                "--detector",
                weights.string());
  }
  return weights;
}

fs::path default_corrector() {
  fs::path weights = share_dir() / "models" / kCorrectorFolder / "weights.fpm";
  if (!fs::exists(weights)) {
    throw Error(ErrorCode::kNotFound,
                "the network for corrections is not installed; install facepoint again",
                weights.string());
  }
  return weights;
}

}  // namespace facepoint::nn
