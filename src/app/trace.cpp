#include "app/trace.h"

#include <nlohmann/json.hpp>

namespace facepoint {

std::string trace_line(const Editor& editor, const Recorder& record) {
  const Session& session = editor.session();
  nlohmann::ordered_json line;
  line["event"] = "idle";
  line["status"] = editor.status().text;
  line["status_serial"] = editor.status().serial;
  line["image"] = session.current() ? session.current()->image.path : "";
  line["listed"] = session.list().size();
  line["filter_error"] = session.filter_error();
  line["selected_points"] = session.selection().points();
  line["pixels_per_image_pixel"] = session.viewport().scale();
  line["face_status"] = session.face() != nullptr ? to_text(session.face()->face.status) : "";
  line["undo"] = session.undoable() ? session.undoable()->label : "";
  line["redo"] = session.redoable() ? session.redoable()->label : "";
  line["job"] = editor.jobs().title();
  auto& widgets = line["widgets"] = nlohmann::ordered_json::object();
  for (const auto& [name, rect] : record.all()) {
    widgets[name] = {rect.x, rect.y, rect.width, rect.height};
  }
  return line.dump();
}

}  // namespace facepoint
