#include "ui/path_browser.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "tasks/import_files.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {
namespace fs = std::filesystem;

struct Entry {
  std::string name;
  bool folder = false;
};

// What cannot be read is an empty list: the typed path still works.
std::vector<Entry> entries_of(const fs::path& folder, PathKind kind) {
  std::vector<Entry> entries;
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (name.empty() || name.front() == '.') continue;
    std::error_code ignored;
    const bool is_folder = it->is_directory(ignored);
    const bool is_wanted = (kind == PathKind::kFolderOrLabels && may_hold_labels(name)) ||
                           (kind == PathKind::kProject && it->path().extension() == ".facepoint");
    if (is_folder || is_wanted) entries.push_back({name, is_folder});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.folder != b.folder ? a.folder : a.name < b.name;
  });
  return entries;
}

}  // namespace

void browse_path(const Theme& theme, Recorder& record, PathKind kind, std::string& path,
                 std::string& folder) {
  if (folder.empty()) {
    std::error_code ignored;
    folder = fs::current_path(ignored).string();
    if (path.empty()) path = folder;
  }
  ImGui::SetNextItemWidth(-1);
  const bool edited = ImGui::InputText("##path", &path);
  record.add_item("path");
  std::error_code failed;
  if (edited && fs::is_directory(path, failed)) folder = path;
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme.colors.canvas);
  // In a low window the form's own fields come first.
  const float height = theme.px(ImGui::GetIO().DisplaySize.y < theme.px(900) ? 112 : 216);
  ImGui::BeginChild("entries", {0, height}, true, ImGuiWindowFlags_AlwaysUseWindowPadding);
  const std::string up = std::string(theme.has_icons ? icons::kUp : "..") + "  up";
  std::string next;
  if (fs::path(folder).has_relative_path() && ImGui::Selectable(up.c_str())) {
    next = fs::path(folder).parent_path().string();
  }
  record.add_item("path/up");
  const std::vector<Entry> entries = entries_of(folder, kind);
  if (entries.empty()) {
    muted_text(theme, kind == PathKind::kFolder           ? "No folders here."
                      : kind == PathKind::kFolderOrLabels ? "No folders or label files here."
                                                          : "No folders or projects here.");
  }
  for (const Entry& entry : entries) {
    const std::string full = (fs::path(folder) / entry.name).string();
    const char* icon = entry.folder ? icons::kFolder : icons::kFile;
    const std::string label = theme.has_icons ? std::string(icon) + "  " + entry.name : entry.name;
    if (ImGui::Selectable(label.c_str(), path == full, ImGuiSelectableFlags_AllowDoubleClick)) {
      path = full;
      if (entry.folder && ImGui::IsMouseDoubleClicked(0)) next = full;
    }
    record.add_item("path/entry/" + entry.name);
  }
  ImGui::EndChild();
  ImGui::PopStyleColor();
  ImGui::PushFont(theme.small);
  muted_text(theme, "Click chooses, double click opens a folder.");
  ImGui::PopFont();
  if (!next.empty()) {
    folder = next;
    path = next;
  }
}

}  // namespace facepoint
