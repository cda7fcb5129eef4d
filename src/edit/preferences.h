// What a person prefers in every project, remembered across restarts in a small file. A file that
// is damaged or missing is the defaults; what cannot be written is forgotten. UI thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "edit/following.h"

namespace facepoint {

enum class Appearance : std::uint8_t { kDark, kLight };

class Preferences {
 public:
  Preferences() = default;  // kept nowhere
  explicit Preferences(std::filesystem::path file);

  Appearance appearance() const { return appearance_; }
  void set_appearance(Appearance appearance);
  // Whether points follow those that are moved, and how far from them, see edit/following.h.
  bool following() const { return following_; }
  void set_following(bool following);
  double reach() const { return reach_; }  // one of kReaches
  void set_reach(double reach);
  // The person's name, which revisions are kept with; empty: base/person.h's.
  const std::string& author() const { return author_; }
  void set_author(std::string name);

 private:
  void save() const;

  std::filesystem::path file_;
  Appearance appearance_ = Appearance::kDark;
  bool following_ = true;
  double reach_ = kReaches.back();
  std::string author_;
};

}  // namespace facepoint
