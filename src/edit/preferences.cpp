#include "edit/preferences.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/files.h"

namespace facepoint {

Preferences::Preferences(std::filesystem::path file) : file_(std::move(file)) {
  try {
    const auto kept = nlohmann::json::parse(read_file(file_));
    if (kept.value("appearance", std::string()) == "light") appearance_ = Appearance::kLight;
    following_ = kept.value("following", true);
    author_ = kept.value("author", std::string());
    if (kept.contains("reach")) reach_ = kReaches.at(nearest_reach(kept["reach"].get<double>()));
  } catch (const std::exception&) {
    // The defaults serve.
  }
}

void Preferences::set_appearance(Appearance appearance) {
  appearance_ = appearance;
  save();
}

void Preferences::set_following(bool following) {
  following_ = following;
  save();
}

void Preferences::set_reach(double reach) {
  reach_ = kReaches.at(nearest_reach(reach));
  save();
}

void Preferences::set_author(std::string name) {
  author_ = std::move(name);
  save();
}

void Preferences::save() const {
  if (file_.empty()) return;
  nlohmann::json kept{{"appearance", appearance_ == Appearance::kLight ? "light" : "dark"},
                      {"following", following_}};
  if (reach_ < kReaches.back()) kept["reach"] = reach_;
  if (!author_.empty()) kept["author"] = author_;
  std::error_code failed;
  try {
    std::filesystem::create_directories(file_.parent_path(), failed);
    write_file_atomically(file_, kept.dump(2) + "\n");
  } catch (const Error&) {
    // A convenience is not worth a message.
  }
}

}  // namespace facepoint
