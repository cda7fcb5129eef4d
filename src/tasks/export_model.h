// A model's network in a form that other programs read. Any thread; opens LibTorch.
#pragma once

#include <filesystem>
#include <string>

#include "nn/export.h"

namespace facepoint {

struct ExportModelOptions {
  std::filesystem::path model;  // a weights file
  std::filesystem::path out;
  std::string format;  // torchscript or onnx; empty: by the name of `out`, .pt or .onnx
  int threads = 1;

  void check() const;  // throws Error(kInvalidInput)
};

// Throws Error as check() and nn::Runtime::export_model do.
ExportReport run_export_model(const ExportModelOptions& options);

}  // namespace facepoint
