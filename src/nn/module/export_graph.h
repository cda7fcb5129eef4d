// A trained network as a plain list of operators, norms folded in: what each export format is
// written from, so that each architecture is described once. LibTorch; any thread.
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "nn/module/model_file.h"

namespace facepoint::nn {

// An operator of ONNX's opset 13 with one output; only what OpenCV 4.6 can run as well: no
// broadcasting but of a constant with one element, no slices, reshapes by constants.
struct ExportNode {
  std::string op;
  std::vector<std::string> inputs;  // of other nodes, constants, or kExportInput
  std::string output;
  std::map<std::string, std::vector<std::int64_t>> attributes;
};

struct ExportOutput {
  std::string name;
  std::vector<std::int64_t> shape;  // what follows the batch
};

inline constexpr const char* kExportInput = "pixels";

struct ExportGraph {
  int channels = 3;
  int input_size = 0;
  std::vector<std::pair<std::string, torch::Tensor>> constants;  // float or int64, contiguous
  std::vector<ExportNode> nodes;                                 // each after those it reads
  std::vector<ExportOutput> outputs;                             // see ExportOptions
  std::vector<std::pair<std::string, std::string>> notes;        // what the file says about itself
};

// Throws Error(kUnsupported) for an architecture that has no such description.
ExportGraph export_graph(const LoadedModel& model);

// Whole files' bytes. In a TorchScript module forward(pixels) gives a Dict[str, Tensor], and the
// notes are the extra file kExportNotes, a JSON object; in ONNX they are metadata.
inline constexpr const char* kExportNotes = "facepoint.json";
std::string torchscript_of(const ExportGraph& graph);
std::string onnx_of(const ExportGraph& graph);

}  // namespace facepoint::nn
