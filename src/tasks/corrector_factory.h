// How an interactive program comes by a network that corrects: opened late, on the thread that uses
// it. See nn/corrector.h.
#pragma once

#include <functional>
#include <memory>

#include "nn/corrector.h"

namespace facepoint {

// Empty: there is none. May throw Error, as loading a model does.
using CorrectorFactory = std::function<std::unique_ptr<Corrector>()>;

// The shipped one, for one thread. Opens LibTorch; throws Error as nn::Runtime::load_corrector.
std::unique_ptr<Corrector> open_shipped_corrector();

}  // namespace facepoint
