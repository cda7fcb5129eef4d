// The one exception type of facepoint: what failed, where, and what to do about it.
// Absence is std::optional; failure is Error. Any thread.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace facepoint {

enum class ErrorCode {
  kInvalidInput,  // the data or the arguments are wrong; the message says how
  kNotFound,      // a file, image, model, plan ... that was named does not exist
  kUnreadable,    // a file exists but cannot be read or written (permissions, disk, full)
  kUnsupported,   // recognised, but not something this version handles
  kNewerVersion,  // written by a newer facepoint
  kDamaged,       // recognised, but broken inside
  kLocked,        // in use by another program
  kConflict,      // changed by someone else in the meantime
  kInternal,      // a bug of ours
};

class Error : public std::exception {
 public:
  // `message` is a sentence for a person and ends with the remedy where there is one;
  // `context` is what it is about ("train.csv:12:3", a path), and may be empty.
  Error(ErrorCode code, std::string message, std::string context = {});

  ErrorCode code() const noexcept { return code_; }
  const std::string& message() const noexcept { return message_; }
  const std::string& context() const noexcept { return context_; }
  // "context: message", or the message alone.
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  ErrorCode code_;
  std::string message_;
  std::string context_;
  std::string what_;
};

}  // namespace facepoint
