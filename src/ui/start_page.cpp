#include "ui/start_page.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "ui/icons.h"
#include "ui/input_queue.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {
namespace fs = std::filesystem;
using Kind = StartChoice::Kind;

constexpr float kWidth = 600;
constexpr float kRowHeight = 48;
constexpr Shortcut kSampleKey{character_key('S')};
constexpr Shortcut kNewKey{character_key('N'), true, false, false};
constexpr Shortcut kOpenKey{character_key('O'), true, false, false};
constexpr Shortcut kQuitKey{character_key('Q'), true, false, false};

}  // namespace

StartPage::StartPage(const Theme& theme, std::vector<RecentProject> recent)
    : theme_(theme), recent_(std::move(recent)), name_("faces") {
  prepare_io(ImGui::GetIO());
}

void StartPage::choose(Kind kind, fs::path path) {
  error_.clear();
  choice_ = StartChoice{kind, std::move(path)};
}

void StartPage::show(Page page) {
  error_.clear();
  page_ = page;
}

fs::path StartPage::typed_project() const {
  fs::path path = path_;
  if (page_ == Page::kCreate) path /= name_;
  if (path.extension() != ".facepoint") path += ".facepoint";
  return path;
}

void StartPage::take_keys(const std::vector<Shortcut>& pressed) {
  for (const Shortcut& key : pressed) {
    if (key == kQuitKey) choose(Kind::kQuit);
    if (key == kNewKey) show(Page::kCreate);
    if (key == kOpenKey) show(Page::kOpen);
    if (key.key == Key::kEscape) show(Page::kStart);
    if (page_ != Page::kStart || key.ctrl || key.alt) continue;
    if (key == kSampleKey) choose(Kind::kSample);
    const int number = static_cast<int>(key.key) - '1';
    if (number >= 0 && number < static_cast<int>(recent_.size()) && !recent_[number].missing) {
      choose(Kind::kOpen, recent_[number].path);
    }
  }
}

bool StartPage::row(const char* name, const char* icon, const std::string& title,
                    const std::string& what, const std::string& key, bool dimmed) {
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme_.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton(name, {width, height}) && !dimmed;
  record_.add_item(std::string("start/") + name);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 background =
      ImGui::IsItemHovered() && !dimmed ? theme_.colors.hover : theme_.colors.raised;
  list.AddRectFilled(at, {at.x + width, at.y + height}, background, theme_.px(6));
  const int alpha = dimmed ? 110 : 255;
  float x = at.x + theme_.grid(1.5F);
  if (theme_.has_icons) {
    list.AddText({x, at.y + (height - ImGui::GetFontSize()) / 2},
                 with_alpha(theme_.colors.accent, alpha), icon);
    x += theme_.grid(4);
  }
  list.AddText(theme_.strong, theme_.strong->FontSize, {x, at.y + theme_.px(7)},
               with_alpha(theme_.colors.text, alpha), title.c_str());
  const float small = theme_.small->FontSize;
  const float key_width = theme_.small->CalcTextSizeA(small, 1e6F, 0, key.c_str()).x;
  ImGui::PushFont(theme_.small);
  const std::string shown = fitted_text(what, at.x + width - x - key_width - theme_.grid(4));
  ImGui::PopFont();
  list.AddText(theme_.small, small, {x, at.y + theme_.px(26)},
               with_alpha(theme_.colors.muted, alpha), shown.c_str());
  list.AddText(theme_.small, small,
               {at.x + width - theme_.grid(1.5F) - key_width, at.y + (height - small) / 2},
               with_alpha(theme_.colors.muted, alpha), key.c_str());
  return clicked;
}

void StartPage::draw_recent() {
  if (recent_.empty()) return;
  ImGui::Dummy({0, theme_.grid(0.5F)});
  muted_text(theme_, "Recent projects");
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    const RecentProject& project = recent_[i];
    const std::string name = "recent/" + std::to_string(i);
    const std::string where =
        project.path.parent_path().string() + (project.missing ? "  (not there any more)" : "");
    if (row(name.c_str(), icons::kPicture, project.path.stem().string(), where,
            std::to_string(i + 1), project.missing)) {
      choose(Kind::kOpen, project.path);
    }
  }
}

void StartPage::draw_start() {
  muted_text(theme_, "Look at every face, correct what is wrong, retrain.");
  ImGui::Dummy({0, theme_.grid(0.5F)});
  if (row("sample", icons::kPicture, "Open the sample",
          "Drawn faces with labels, in a project of your own to try everything on.",
          to_text(kSampleKey))) {
    choose(Kind::kSample);
  }
  if (row("new", icons::kFile, "New project…", "Then drop a folder or a CSV on the window.",
          to_text(kNewKey))) {
    show(Page::kCreate);
  }
  if (row("open", icons::kFolder, "Open…", "A .facepoint file.", to_text(kOpenKey))) {
    show(Page::kOpen);
  }
  draw_recent();
}

void StartPage::draw_browser() {
  const bool creates = page_ == Page::kCreate;
  muted_text(theme_, creates ? "New project: choose its folder and its name."
                             : "Open a project: choose a .facepoint file.");
  browse_path(theme_, record_, creates ? PathKind::kFolder : PathKind::kProject, path_, folder_);
  if (creates) {
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##name", "name of the project", &name_);
    record_.add_item("start/name");
  }
  const float width = theme_.px(112);
  if (ImGui::Button("Back", {width, 0})) show(Page::kStart);
  record_.add_item("start/back");
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - width);
  const bool ready = creates ? !name_.empty() : fs::path(path_).extension() == ".facepoint";
  ImGui::BeginDisabled(!ready);
  if (ImGui::Button(creates ? "Create" : "Open", {width, 0})) {
    choose(creates ? Kind::kCreate : Kind::kOpen, typed_project());
  }
  ImGui::EndDisabled();
  record_.add_item("start/go");
}

std::optional<StartChoice> StartPage::frame(const std::vector<Shortcut>& pressed) {
  choice_.reset();
  record_.clear();
  ImGui::NewFrame();
  const bool typing = ImGui::GetIO().WantTextInput;
  if (!typing || std::any_of(pressed.begin(), pressed.end(), [](const Shortcut& key) {
        return key.ctrl || key.key == Key::kEscape;
      })) {
    take_keys(pressed);
  }
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, screen, theme_.colors.canvas);
  const float width = std::min(theme_.px(kWidth), screen.x - theme_.grid(4));
  ImGui::SetNextWindowPos({(screen.x - width) / 2, theme_.grid(5)});
  ImGui::SetNextWindowSize({width, screen.y - theme_.grid(7)});
  ImGui::Begin("start", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PushFont(theme_.title);
  ImGui::TextUnformatted("facepoint");
  ImGui::PopFont();
  page_ == Page::kStart ? draw_start() : draw_browser();
  if (!error_.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme_.colors.bad);
    ImGui::TextWrapped("%s", error_.c_str());
    ImGui::PopStyleColor();
  }
  ImGui::End();
  ImGui::Render();
  return choice_;
}

}  // namespace facepoint
