// What a network loses on some crops of a training batch. LibTorch; one thread at a time for each
// network.
#pragma once

#include "nn/module/batches.h"
#include "nn/module/network.h"

namespace facepoint::nn {

// Mean loss of crops `first` to `last` - 1.
torch::Tensor batch_loss(Network& network, const Batch& batch, std::int64_t first,
                         std::int64_t last);

}  // namespace facepoint::nn
