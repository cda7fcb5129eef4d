#include "base/error.h"

#include <utility>

namespace facepoint {

Error::Error(ErrorCode code, std::string message, std::string context)
    : code_(code),
      message_(std::move(message)),
      context_(std::move(context)),
      what_(context_.empty() ? message_ : context_ + ": " + message_) {}

}  // namespace facepoint
