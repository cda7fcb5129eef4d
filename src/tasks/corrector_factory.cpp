#include "tasks/corrector_factory.h"

#include "nn/runtime.h"

namespace facepoint {

std::unique_ptr<Corrector> open_shipped_corrector() {
  return nn::runtime().load_corrector(nn::default_corrector(), 1);
}

}  // namespace facepoint
