#include "ui/tag_line.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "base/text.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr std::size_t kMostOffered = 6;

// The tags that the last word can become, "@" and "-" before it as it has them.
std::vector<std::string> offered(const Session& session, const std::string& text) {
  const std::size_t space = text.find_last_of(' ');
  const std::size_t start = space == std::string::npos ? 0 : space + 1;
  std::string word = text.substr(start);
  const std::string minus = word.starts_with('-') ? "-" : "";
  word.erase(0, minus.size());
  const bool person = is_assignment(word);
  const auto known = session.vocabulary().find(person ? "assigned" : "tag");
  std::vector<std::string> found;
  if (known == session.vocabulary().end()) return found;
  for (const std::string& each : known->second) {
    const std::string tag = (person ? "@" : "") + each;
    if (!tag.starts_with(word) || tag == word) continue;
    found.push_back(text.substr(0, start));
    found.back().append(minus).append(tag);
    if (found.size() == kMostOffered) break;
  }
  return found;
}

struct Typing {
  UiState& state;
  const Session& session;
};

// Tab takes what is offered, the arrows choose among it.
int edit_by_key(ImGuiInputTextCallbackData* data) {
  const auto& typing = *static_cast<Typing*>(data->UserData);
  TagLine& line = typing.state.tags;
  if (line.to_end) {  // what it began with is not to be typed over
    data->CursorPos = data->SelectionStart = data->SelectionEnd = data->BufTextLen;
    line.to_end = false;
  }
  if (data->EventFlag == ImGuiInputTextFlags_CallbackAlways) return 0;
  const auto words =
      offered(typing.session, {data->Buf, static_cast<std::size_t>(data->BufTextLen)});
  if (words.empty()) return 0;
  const int last = static_cast<int>(words.size()) - 1;
  line.choice = std::clamp(line.choice, 0, last);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackHistory) {
    const int step = data->EventKey == ImGuiKey_DownArrow ? 1 : -1;
    line.choice = std::clamp(line.choice + step, 0, last);
    return 0;
  }
  data->DeleteChars(0, data->BufTextLen);
  data->InsertChars(0, (words[static_cast<std::size_t>(line.choice)] + " ").c_str());
  line.choice = 0;
  return 0;
}

// Tags that the faces have, as buttons that take them off.
void draw_present(Frame& frame, const std::vector<std::string>& present) {
  for (const std::string& tag : present) {
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.theme.px(8), frame.theme.px(2)});
    if (ImGui::Button((tag + "  ×##present").c_str())) frame.act(TagFaces{"-" + tag});
    ImGui::PopStyleVar();
    frame.record.add_item("tags/remove/" + tag);
    ImGui::SameLine(0, frame.theme.px(6));
  }
  if (!present.empty()) ImGui::NewLine();
}

void look_at_faces(const Editor& editor, TagLine& line) {
  const std::vector<FaceSummary> faces = editor.faces_to_tag();
  std::vector<const FaceSummary*> each;
  each.reserve(faces.size());
  for (const FaceSummary& face : faces) each.push_back(&face);
  line.present.clear();
  for (const FaceSummary& face : faces) {
    for (const std::string& tag : face.tags) {
      const bool known =
          std::find(line.present.begin(), line.present.end(), tag) != line.present.end();
      if (!known && line.present.size() < kMostOffered) line.present.push_back(tag);
    }
  }
  line.preview = faces.size() == 1 ? "" : count_of(static_cast<std::int64_t>(faces.size()), "face");
  try {
    const bool just_begun = line.text == "@";  // of a name
    const TagWords words = parse_tag_words(just_begun ? "" : line.text);
    if (!words.add.empty() || !words.remove.empty()) line.preview = preview(words, each);
  } catch (const std::exception& error) {
    line.preview = error.what();
  }
}

void draw_input(Frame& frame) {
  TagLine& line = frame.state.tags;
  Typing typing{frame.state, frame.session};
  if (ImGui::IsWindowAppearing() || !line.focused) ImGui::SetKeyboardFocusHere();
  line.focused = true;
  ImGui::SetNextItemWidth(-1);
  const std::string before = line.text;
  const bool entered = ImGui::InputTextWithHint(
      "##tags", "Tags, e.g. profile  -glasses  @Maria", &line.text,
      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackCompletion |
          ImGuiInputTextFlags_CallbackHistory | ImGuiInputTextFlags_CallbackAlways,
      edit_by_key, &typing);
  const bool left = ImGui::IsItemDeactivated();
  frame.record.add_item("tags");
  if (line.text != before) look_at_faces(frame.editor, line);
  if (entered) {
    frame.act(TagFaces{line.text});
  } else if (left && !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) {
    frame.act(CloseTagLine{});
  }
}

}  // namespace

void draw_tag_line(Frame& frame, const Rect& over) {
  TagLine& line = frame.state.tags;
  if (!frame.editor.tagging()) {
    line = {};
    return;
  }
  if (!line.focused) {
    line.text = *frame.editor.tagging();
    line.to_end = true;
    look_at_faces(frame.editor, line);
  }
  const Theme& theme = frame.theme;
  const float gap = theme.grid(2);
  ImGui::SetNextWindowPos(
      {static_cast<float>(over.x) + gap, static_cast<float>(over.y + over.height) - gap},
      ImGuiCond_Always, {0, 1});
  ImGui::SetNextWindowSize({theme.px(360), 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {theme.grid(1.5F), theme.grid(1.5F)});
  ImGui::Begin("##tag_line", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize);
  draw_present(frame, line.present);
  draw_input(frame);
  ImGui::PushFont(theme.small);
  const auto words = offered(frame.session, line.text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i].substr(words[i].find_last_of(' ') + 1);
    const bool chosen =
        static_cast<int>(i) == std::clamp(line.choice, 0, static_cast<int>(words.size()) - 1);
    muted_text(frame, word + (chosen ? "   Tab" : ""));
    frame.record.add_item("tags/completion/" + std::to_string(i));
  }
  ImGui::PushTextWrapPos(0);
  muted_text(frame, line.preview.empty() ? "Enter puts the words on this face; - takes one off."
                                         : line.preview);
  ImGui::PopTextWrapPos();
  frame.record.add_item("tags/preview");
  ImGui::PopFont();
  ImGui::End();
  ImGui::PopStyleVar();
}

}  // namespace facepoint
