// A network in an ONNX file, run by OpenCV on its caller's thread. It belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint {

struct FloatTensor {
  std::vector<int> shape;  // row-major
  std::vector<float> values;
};

class OnnxNetwork {
 public:
  // `bytes`: a whole file's; `context`: its name. Throws Error: kDamaged for what is no ONNX file
  // or is cut short, kUnsupported for operators that OpenCV does not have.
  OnnxNetwork(std::string_view bytes, std::string context);
  OnnxNetwork(OnnxNetwork&&) noexcept;
  ~OnnxNetwork();

  // What the file declares for its input; 0 where a side is left open.
  const std::vector<int>& input_shape() const;
  const std::vector<std::string>& output_names() const;
  // In the order of output_names(). Throws Error(kUnsupported) if the network can't run on this
  // shape.
  std::vector<FloatTensor> run(const FloatTensor& input);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace facepoint
