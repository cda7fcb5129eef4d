// What was drawn in the last frame, by name: tests and the trace find widgets and landmarks by
// these instead of by pixel positions. Rectangles in window pixels. UI thread.
#pragma once

#include <imgui.h>

#include <map>
#include <optional>
#include <string>

#include "base/geometry.h"

namespace facepoint {

class Recorder {
 public:
  void clear() { rects_.clear(); }
  void add(const std::string& name, const Rect& rect) { rects_[name] = rect; }
  // The ImGui item that was just drawn.
  void add_item(const std::string& name) {
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 size = ImGui::GetItemRectSize();
    add(name, {min.x, min.y, size.x, size.y});
  }
  std::optional<Rect> find(const std::string& name) const {
    const auto found = rects_.find(name);
    if (found == rects_.end()) return std::nullopt;
    return found->second;
  }
  const std::map<std::string, Rect>& all() const { return rects_; }

 private:
  std::map<std::string, Rect> rects_;
};

}  // namespace facepoint
