// Export of a weights file, verified before it is written; without LibTorch in this header. One
// thread at a time.
#pragma once

#include "nn/export.h"

namespace facepoint::nn {

// Throws Error: as load_model_file; kUnsupported for an architecture that can't be exported;
// kInternal, and writes nothing, where the loaded file doesn't say what the network says.
ExportReport export_model_file(const ExportOptions& options);

}  // namespace facepoint::nn
