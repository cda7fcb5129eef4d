// The border between the program and the LibTorch module: one C function. Both sides are built from
// the same source; `kModuleApi` tells when they aren't. See nn/runtime.h.
#pragma once

#include "base/log.h"
#include "nn/runtime.h"

namespace facepoint::nn {

inline constexpr int kModuleApi = 6;
inline constexpr const char* kModuleEntry = "facepoint_nn_open";

// What the module needs of the program, since its statics are its own.
struct Host {
  LogSink log;
};

// nullptr when `api` isn't the module's own. The Runtime lives as long as the process.
using ModuleEntry = Runtime* (*)(int api, const Host* host);

}  // namespace facepoint::nn
