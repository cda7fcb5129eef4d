#include "ui/ui.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "ui/bars.h"
#include "ui/canvas.h"
#include "ui/canvas_picture.h"
#include "ui/compare_view.h"
#include "ui/dialogs.h"
#include "ui/face_panel.h"
#include "ui/history.h"
#include "ui/image_list.h"
#include "ui/input_queue.h"
#include "ui/landmark_panel.h"
#include "ui/library.h"
#include "ui/light_panel.h"
#include "ui/patches.h"
#include "ui/review.h"
#include "ui/splits.h"
#include "ui/tag_line.h"
#include "ui/toasts.h"
#include "ui/training.h"

namespace facepoint {
namespace {

constexpr int kDecodeThreads = 2;
constexpr std::size_t kTextureBudget = std::size_t{384} << 20U;

constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                    ImGuiWindowFlags_NoBringToFrontOnFocus |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNavFocus;

bool begin_panel(const char* name, const Rect& rect, ImVec2 padding, ImU32 background,
                 ImGuiWindowFlags extra = 0) {
  ImGui::SetNextWindowPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  ImGui::SetNextWindowSize({static_cast<float>(rect.width), static_cast<float>(rect.height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, background);
  const bool open = ImGui::Begin(name, nullptr, kFixed | extra);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  return open;
}

// Where the panels lie; they share edges, with a line between.
struct Layout {
  Rect menu, main, list, tools, canvas, face, status;

  Layout(const Theme& theme, ImVec2 screen) {
    const double line = std::max(1.0F, theme.px(1));
    const double menu_height = ImGui::GetFrameHeight();
    const double status_height = theme.px(32);
    const double tools_height = theme.px(48);
    const double left = std::min(theme.px(280), screen.x * 0.28F);
    const double right = std::min(theme.px(296), screen.x * 0.3F);
    const double top = menu_height + line;
    const double height = screen.y - top - status_height - line;
    menu = {0, 0, screen.x, menu_height};
    main = {0, top, screen.x, height};
    list = {0, top, left, height};
    const double middle = screen.x - left - right - 2 * line;
    tools = {left + line, top, middle, tools_height};
    canvas = {left + line, top + tools_height + line, middle, height - tools_height - line};
    face = {screen.x - right, top, right, height};
    status = {0, screen.y - status_height, screen.x, status_height};
  }
};

// Edit and Review.
void draw_edit_workspace(Frame& frame, const Layout& layout) {
  const Theme& theme = frame.theme;
  // The canvas first: what is asked for first is decoded first.
  begin_panel("canvas_panel", layout.canvas, {0, 0}, theme.colors.canvas,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_canvas(frame);
  ImGui::End();
  begin_panel("tools_panel", layout.tools, {theme.grid(1), theme.grid(1)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar);
  draw_tool_bar(frame);
  ImGui::End();
  const bool review = frame.editor.workspace() == Workspace::kReview;
  begin_panel("list_panel", layout.list, {theme.grid(1), theme.grid(1)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  review ? draw_review_queue(frame) : draw_image_list(frame);
  ImGui::End();
  begin_panel("face_panel", layout.face, {theme.grid(2), theme.grid(0.5F)}, theme.colors.panel);
  review ? draw_review_panel(frame) : draw_face_panel(frame);
  ImGui::End();
  draw_light_panel(frame, layout.canvas);
  prefetch_neighbours(frame);
}

void draw_library_workspace(Frame& frame, const Layout& layout) {
  const Theme& theme = frame.theme;
  const double line = std::max(1.0F, theme.px(1));
  const double bar = theme.px(48);
  const Rect& main = layout.main;
  const Rect top{main.x, main.y, main.width, bar};
  const Rect bottom{main.x, main.y + main.height - bar, main.width, bar};
  const Rect grid{main.x, top.y + bar + line, main.width, main.height - 2 * (bar + line)};
  begin_panel("library_grid", grid, {theme.grid(1), theme.grid(1)}, theme.colors.canvas,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_library_grid(frame);
  ImGui::End();
  const ImVec2 padding{theme.grid(1), theme.grid(1)};
  begin_panel("library_bar", top, padding, theme.colors.panel, ImGuiWindowFlags_NoScrollbar);
  draw_library_bar(frame);
  ImGui::End();
  begin_panel("library_decisions", bottom, padding, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar);
  draw_library_decisions(frame);
  ImGui::End();
}

void draw_patches_workspace(Frame& frame, const Layout& layout) {
  const Theme& theme = frame.theme;
  Rect tiles = layout.main;
  tiles.x = layout.canvas.x;
  tiles.width -= tiles.x;
  begin_panel("tiles_panel", tiles, {theme.grid(1), theme.grid(1)}, theme.colors.canvas,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_patches(frame);
  ImGui::End();
  begin_panel("landmark_panel", layout.list, {theme.grid(2), theme.grid(1)}, theme.colors.panel);
  draw_landmark_panel(frame);
  ImGui::End();
}

void draw_history_workspace(Frame& frame, const Layout& layout) {
  const Theme& theme = frame.theme;
  const double line = std::max(1.0F, theme.px(1));
  Rect list = layout.main;
  list.width = std::clamp(list.width * 0.34, double{theme.px(300)}, double{theme.px(460)});
  Rect preview = layout.main;
  preview.x += list.width + line;
  preview.width -= list.width + line;
  begin_panel("preview_panel", preview, {theme.grid(2), theme.grid(1)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_history_preview(frame);
  ImGui::End();
  begin_panel("history_panel", list, {theme.grid(1), theme.grid(1)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_history_list(frame);
  ImGui::End();
}

void draw_training_workspace(Frame& frame, const Layout& layout) {
  const Theme& theme = frame.theme;
  Rect main = layout.main;
  main.x = layout.canvas.x;
  main.width -= main.x;
  begin_panel("training_panel", main, {theme.grid(2), theme.grid(1.5F)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_training(frame);
  ImGui::End();
  begin_panel("trainings_panel", layout.list, {theme.grid(1), theme.grid(1)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_training_list(frame);
  ImGui::End();
}

void draw_splits_workspace(Frame& frame, const Layout& layout) {
  const Theme& theme = frame.theme;
  Rect main = layout.main;
  main.x = layout.canvas.x;
  main.width -= main.x;
  begin_panel("split_panel", main, {theme.grid(2), theme.grid(1.5F)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_split(frame);
  ImGui::End();
  begin_panel("splits_panel", layout.list, {theme.grid(1), theme.grid(1)}, theme.colors.panel,
              ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  draw_split_list(frame);
  ImGui::End();
}

void draw_workspace(Frame& frame, const Layout& layout) {
  switch (frame.editor.workspace()) {
    case Workspace::kEdit:
    case Workspace::kReview:
      return draw_edit_workspace(frame, layout);
    case Workspace::kCompare:
      begin_panel("compare_panel", layout.main, {0, 0}, frame.theme.colors.canvas,
                  ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
      draw_compare(frame);
      ImGui::End();
      return;
    case Workspace::kLibrary:
      return draw_library_workspace(frame, layout);
    case Workspace::kHistory:
      return draw_history_workspace(frame, layout);
    case Workspace::kPatches:
      return draw_patches_workspace(frame, layout);
    case Workspace::kTrain:
      return draw_training_workspace(frame, layout);
    case Workspace::kSplits:
      return draw_splits_workspace(frame, layout);
  }
}

// Open menus and lists to choose from, which ImGui would close for the pointer only; in a dialog
// what hangs from it.
bool close_menus(bool in_dialog) {
  const int level = in_dialog ? 1 : 0;
  if (GImGui->OpenPopupStack.Size <= level) return false;
  ImGui::ClosePopupToLevel(level, true);
  return true;
}

// ImGui moves a cursor among widgets; outside of forms keys are the editor's.
void let_keys_move(bool on) {
  ImGuiConfigFlags& flags = ImGui::GetIO().ConfigFlags;
  flags =
      on ? flags | ImGuiConfigFlags_NavEnableKeyboard : flags & ~ImGuiConfigFlags_NavEnableKeyboard;
}

}  // namespace

Ui::Ui(TextureStore& textures, MainQueue& queue, const Theme& theme)
    : theme_(theme), textures_(textures, queue, kDecodeThreads, kTextureBudget) {
  prepare_io(ImGui::GetIO());
}

void Ui::add_keys(Frame& frame, const std::vector<Shortcut>& pressed) const {
  const ImGuiIO& io = ImGui::GetIO();
  for (const Shortcut& key : pressed) {
    const auto action = frame.editor.keys().action_for(key, frame.editor.workspace());
    if (!action) continue;
    // While text is typed keys are text, and a dialog wants an answer first; but these always do.
    const bool anywhere = *action == ActionId::kCancel || *action == ActionId::kHelp ||
                          *action == ActionId::kScreenshot;
    if (io.WantTextInput && !(anywhere && key.key >= Key::kEscape)) continue;
    // Esc leaves the line that is typed in, and only that; in a dialog it closes the dialog.
    const bool in_dialog = frame.editor.dialog() != Dialog::kNone;
    if (*action == ActionId::kCancel && close_menus(in_dialog)) continue;
    if (io.WantTextInput && *action == ActionId::kCancel && !in_dialog) continue;
    if (in_dialog && !anywhere) continue;
    frame.act(*action);
  }
}

std::vector<Action> Ui::frame(const Editor& editor, const FrameInput& input) {
  std::vector<Action> actions;
  const Appearance appearance = editor.preferences().appearance();
  if (theme_.appearance != appearance) set_appearance(theme_, appearance);
  let_keys_move(is_form(editor.dialog()));
  const bool list_open = is_form(editor.dialog()) && GImGui->OpenPopupStack.Size > 1;
  ImGui::NewFrame();
  // Esc was for the list, which ImGui has closed before anybody was asked.
  const bool list_closed = list_open && GImGui->OpenPopupStack.Size <= 1;
  state_.tooltip_waits = false;
  if (!input.moves.empty() || ImGui::IsMouseDown(0) || editor.session().gesture()) {
    state_.rests_since = ImGui::GetTime();
    state_.key_since = false;
  }
  state_.key_since = state_.key_since || !input.pressed.empty();
  record_.clear();
  textures_.begin_frame();
  Frame frame{editor, editor.session(), theme_, textures_, record_, state_, input.moves, actions};
  add_keys(frame, list_closed ? std::vector<Shortcut>{} : input.pressed);
  const Layout layout(theme_, ImGui::GetIO().DisplaySize);
  const float pad = theme_.grid(2);

  ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize,
                                                theme_.colors.gap);
  draw_workspace(frame, layout);
  begin_panel("status_panel", layout.status, {pad, theme_.px(7)}, theme_.colors.panel,
              ImGuiWindowFlags_NoScrollbar);
  draw_status_bar(frame);
  ImGui::End();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  const bool menus = ImGui::BeginMainMenuBar();
  ImGui::PopStyleVar();
  if (menus) {
    draw_menus(frame);
    ImGui::EndMainMenuBar();
  }
  Rect over = layout.main;
  // Above the buttons that decide.
  if (editor.workspace() == Workspace::kLibrary) over.height -= theme_.px(48);
  draw_tag_line(frame, shows_a_face(editor.workspace()) ? layout.canvas : over);
  draw_toasts(frame, over);
  draw_dialogs(frame);
  textures_.end_frame();
  ImGui::Render();
  return actions;
}

}  // namespace facepoint
