// What a person prefers in every project, remembered across restarts in a small file. A file that
// is damaged or missing is the defaults; what cannot be written is forgotten. UI thread.
#pragma once

#include <cstdint>
#include <filesystem>

namespace facepoint {

enum class Appearance : std::uint8_t { kDark, kLight };

class Preferences {
 public:
  Preferences() = default;  // kept nowhere
  explicit Preferences(std::filesystem::path file);

  Appearance appearance() const { return appearance_; }
  void set_appearance(Appearance appearance);

 private:
  void save() const;

  std::filesystem::path file_;
  Appearance appearance_ = Appearance::kDark;
};

}  // namespace facepoint
