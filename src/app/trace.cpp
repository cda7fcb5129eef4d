#include "app/trace.h"

#include <nlohmann/json.hpp>

namespace facepoint {
namespace {

nlohmann::ordered_json widgets_of(const Recorder& record) {
  auto widgets = nlohmann::ordered_json::object();
  for (const auto& [name, rect] : record.all()) {
    widgets[name] = {rect.x, rect.y, rect.width, rect.height};
  }
  return widgets;
}

}  // namespace

std::string trace_line(const Editor& editor, const Recorder& record) {
  const Session& session = editor.session();
  nlohmann::ordered_json line;
  line["event"] = editor.working() ? "working" : "idle";
  line["status"] = editor.status().text;
  line["status_serial"] = editor.status().serial;
  line["image"] = session.current() ? session.current()->image.path : "";
  line["listed"] = session.list().size();
  line["filter_error"] = session.filter_error();
  line["selected_points"] = session.selection().points();
  line["pins"] = session.corrections() ? session.corrections()->set : std::vector<int>{};
  line["pixels_per_image_pixel"] = session.viewport().scale();
  line["face_status"] = session.face() != nullptr ? to_text(session.face()->face.status) : "";
  line["undo"] = session.undoable() ? session.undoable()->label : "";
  line["redo"] = session.redoable() ? session.redoable()->label : "";
  line["job"] = editor.jobs().title();
  line["widgets"] = widgets_of(record);
  return line.dump();
}

std::string trace_line(const std::string& status, const Recorder& record) {
  nlohmann::ordered_json line;
  line["event"] = "idle";
  line["status"] = status;
  line["widgets"] = widgets_of(record);
  return line.dump();
}

}  // namespace facepoint
