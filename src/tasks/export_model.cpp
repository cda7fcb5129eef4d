#include "tasks/export_model.h"

#include <optional>

#include "base/error.h"
#include "nn/runtime.h"

namespace facepoint {
namespace {

std::optional<ExportFormat> format_of(const ExportModelOptions& options) {
  const std::string name =
      options.format.empty() ? options.out.extension().string() : options.format;
  if (name == "torchscript" || name == ".pt") return ExportFormat::kTorchScript;
  if (name == "onnx" || name == ".onnx") return ExportFormat::kOnnx;
  return std::nullopt;
}

}  // namespace

void ExportModelOptions::check() const {
  std::error_code none;
  if (std::filesystem::equivalent(model, out, none)) {
    throw Error(ErrorCode::kInvalidInput,
                "this is the model itself, which would be overwritten; name another file",
                out.string());
  }
  if (format_of(*this)) return;
  if (!format.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "unknown format '" + format + "'; known are: torchscript, onnx");
  }
  throw Error(ErrorCode::kInvalidInput,
              "the name says no format: end it in .pt (TorchScript) or .onnx, or add --format",
              out.string());
}

ExportReport run_export_model(const ExportModelOptions& options) {
  options.check();
  return nn::runtime().export_model(
      {options.model, options.out, *format_of(options), options.threads});
}

}  // namespace facepoint
