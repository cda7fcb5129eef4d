#include "ui/library.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "ui/face_tile.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr std::size_t kReadAtOnce = 48;  // faces' points a frame
constexpr float kRingRoom = 6;           // above the first row, for the ring of the cursor
constexpr float kZoomPerTurn = 1.15F;

struct Grid {
  float side = 0;  // of a crop
  float step = 0;  // from one column to the next
  float row_height = 0;
  int columns = 1;
  int rows = 0;
};

Grid grid_of(const Frame& frame, float width) {
  const Library& library = frame.editor.library();
  const float gap = frame.theme.px(12);
  Grid grid;
  grid.side = std::round(frame.theme.px(static_cast<float>(library.tile())));
  grid.columns = std::max(1, static_cast<int>(width / (grid.side + gap)));
  grid.step = width / static_cast<float>(grid.columns);
  grid.row_height = std::round(face_tile_height(frame.theme, grid.side) + gap);
  grid.rows = (static_cast<int>(library.size()) + grid.columns - 1) / grid.columns;
  return grid;
}

// What the faces are sorted by, where a tile doesn't show it anyway.
std::string value_text(const Library& library, std::size_t position) {
  const FaceMeasures& measures = library.measures(position);
  const auto text = [](const char* format, double value) {
    std::array<char, 32> out{};
    if (!std::isnan(value)) std::snprintf(out.data(), out.size(), format, value);
    return std::string(out.data());
  };
  switch (library.sort()) {
    case FaceSort::kSize:
      return text("%.0f px", std::sqrt(library.at(position).box.area()));
    case FaceSort::kBlur:
      return text("%.0f", library.at(position).blur);
    case FaceSort::kConfidence:
      return text("%.2f", measures.confidence);
    case FaceSort::kDisagreement:
      return text("%.1f %%", measures.disagreement * 100.0);
    case FaceSort::kTurn:
      return text("%+.0f°", measures.turn);
    default:
      return {};
  }
}

void pick(Frame& frame, std::size_t position) {
  const ImGuiIO& io = ImGui::GetIO();
  const Pick how = io.KeyShift ? Pick::kRange : io.KeyCtrl ? Pick::kToggle : Pick::kOnly;
  frame.act(PickFace{position, how});
  // What is clicked doesn't move: a second click must meet the same face.
  frame.state.grid.revealed = frame.editor.library().at(position).face;
  frame.state.grid.revealed_at = position;
  if (how == Pick::kOnly && ImGui::IsMouseDoubleClicked(0)) frame.act(ActionId::kOpenFace);
}

void draw_tooltip(const Frame& frame, const FaceSummary& face) {
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(face.path.c_str());
  status_label(frame, face.status);
  if (face.proposal && face.status != FaceStatus::kProposed) {
    muted_text(frame, "A proposal waits beside the label.");
  }
  std::string tags;
  for (const std::string& tag : face.tags) tags += (tags.empty() ? "" : "  ") + tag;
  if (!tags.empty()) ImGui::TextUnformatted(tags.c_str());
  ImGui::EndTooltip();
}

void draw_tile(Frame& frame, const Grid& grid, std::size_t position, ImVec2 at,
               std::vector<FaceId>& unread) {
  const Library& library = frame.editor.library();
  const FaceSummary& face = library.at(position);
  const float height = face_tile_height(frame.theme, grid.side);
  ImGui::SetCursorScreenPos(at);
  ImGui::PushID(static_cast<int>(position));
  ImGui::InvisibleButton("tile", {grid.side, height});
  ImGui::PopID();
  frame.record.add_item("library/tile/" + std::to_string(position));
  if (ImGui::IsItemActivated()) pick(frame, position);

  FaceTile tile{face, nullptr, {}};
  if (library.points_shown() && library.tile() >= kSmallestWithPoints) {
    tile.points = library.points(face.face);
    if (tile.points == nullptr && unread.size() < kReadAtOnce) unread.push_back(face.face);
  }
  tile.value = value_text(library, position);
  tile.selected = library.selected(position);
  tile.cursor = library.cursor() == position;
  tile.hovered = ImGui::IsItemHovered();
  draw_face_tile(frame, tile, at, grid.side);
  if (tile.hovered && !ImGui::IsMouseDown(0)) draw_tooltip(frame, face);
}

void draw_tiles(Frame& frame, const Grid& grid) {
  const std::size_t size = frame.editor.library().size();
  ImGui::SetCursorPosY(frame.theme.px(kRingRoom));
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float inset = (grid.step - grid.side) / 2;
  std::vector<FaceId> unread;
  ImGuiListClipper clipper;
  clipper.Begin(grid.rows, grid.row_height);
  while (clipper.Step()) {
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
      const float top = origin.y + static_cast<float>(row) * grid.row_height;
      for (int column = 0; column < grid.columns; ++column) {
        const std::size_t position = static_cast<std::size_t>(row) * grid.columns + column;
        if (position >= size) break;
        const float left = origin.x + static_cast<float>(column) * grid.step + inset;
        draw_tile(frame, grid, position, {std::round(left), std::round(top)}, unread);
      }
      ImGui::SetCursorScreenPos({origin.x, top + grid.row_height});
    }
  }
  if (!unread.empty()) frame.act(ReadPoints{std::move(unread)});
}

// From the top of the grid to that of the position's row.
float top_of(std::size_t position, int columns, float row_height) {
  const int row = static_cast<int>(position) / columns;
  return static_cast<float>(row) * row_height;
}

// Keeps the cursor's row where it was when the grid is zoomed, and brings a cursor that was moved
// into view.
void follow_cursor(Frame& frame, const Grid& grid) {
  const auto cursor = frame.editor.library().cursor();
  GridState& state = frame.state.grid;
  const float view = ImGui::GetWindowHeight();
  const float scroll = ImGui::GetScrollY();
  const bool zoomed = state.columns != grid.columns || state.row_height != grid.row_height;
  const FaceId face = cursor ? frame.editor.library().at(*cursor).face : FaceId{};
  const float top = cursor ? top_of(*cursor, grid.columns, grid.row_height) : 0;
  if (cursor && zoomed && state.columns > 0) {
    const float old_top = top_of(*cursor, state.columns, state.row_height);
    const float offset = std::clamp(old_top - scroll, 0.0F, std::max(0.0F, view - grid.row_height));
    ImGui::SetScrollY(top - offset);
  } else if (cursor && (state.revealed != face || state.revealed_at != *cursor)) {
    const float bottom = top + grid.row_height + frame.theme.px(kRingRoom);
    if (top < scroll) ImGui::SetScrollY(top);
    if (bottom > scroll + view) ImGui::SetScrollY(bottom - view);
    state.revealed = face;
    state.revealed_at = *cursor;
  }
  state.columns = grid.columns;
  state.row_height = grid.row_height;
}

void zoom_by_wheel(Frame& frame) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl || io.MouseWheel == 0 || !ImGui::IsWindowHovered()) return;
  const auto side = static_cast<float>(frame.editor.library().tile());
  frame.act(
      SetTileSize{static_cast<int>(std::lround(side * std::pow(kZoomPerTurn, io.MouseWheel)))});
}

void draw_nothing(Frame& frame) {
  const bool filtered = !frame.session.filter_text().empty();
  const bool has_images = frame.session.total_images() > 0;
  const ActionId next = filtered     ? ActionId::kClearFilter
                        : has_images ? ActionId::kAnnotate
                                     : ActionId::kImport;
  empty_state(frame, icons::kPicture,
              filtered     ? "No face matches the filter"
              : has_images ? "No face was found or labelled yet"
                           : "No picture yet",
              filtered     ? "Change the filter, or clear it to see every face."
              : has_images ? "Let the CNN find the faces of the pictures and propose their points."
                           : "Import a CSV, a folder of pictures or a whole dataset.");
  const float width = frame.theme.px(160);
  ImGui::Dummy({0, frame.theme.grid(0.5F)});
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - width) / 2);
  action_button(frame, next, ButtonKind::kPrimary, width);
}

}  // namespace

void draw_library_grid(Frame& frame) {
  const Library& library = frame.editor.library();
  if (library.size() == 0) return draw_nothing(frame);
  // The wheel with Ctrl zooms instead of scrolling.
  const bool zooms = ImGui::GetIO().KeyCtrl;
  ImGui::BeginChild("grid", {0, 0}, false, zooms ? ImGuiWindowFlags_NoScrollWithMouse : 0);
  const Grid grid = grid_of(frame, ImGui::GetContentRegionAvail().x);
  follow_cursor(frame, grid);
  zoom_by_wheel(frame);
  draw_tiles(frame, grid);
  const ImVec2 at = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  frame.record.add("library/grid", {at.x, at.y, size.x, size.y});
  ImGui::EndChild();
  const int rows = std::max(1, static_cast<int>(size.y / grid.row_height));
  if (library.columns() != grid.columns || library.rows() != rows) {
    frame.act(SetGrid{grid.columns, rows});
  }
  if (library.measuring()) frame.act(MeasureFaces{});
}

}  // namespace facepoint
