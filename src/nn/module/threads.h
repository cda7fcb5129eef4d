// Caps what LibTorch, its OpenMP loops and the BLAS use. The cap of OpenMP belongs to the calling
// thread, so whoever computes calls this first.
#pragma once

namespace facepoint::nn {

void limit_threads(int threads);

}  // namespace facepoint::nn
