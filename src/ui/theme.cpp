#include "ui/theme.h"

#include <array>
#include <filesystem>

namespace facepoint {
namespace {
namespace fs = std::filesystem;

constexpr float kTextSize = 15;
constexpr float kSmallSize = 12.5F;
constexpr float kTitleSize = 19;

fs::path first_existing(std::initializer_list<const char*> candidates) {
  for (const char* candidate : candidates) {
    if (fs::exists(candidate)) return candidate;
  }
  return {};
}

fs::path inter(const std::string& weight) {
  const std::string otf = "/usr/share/fonts/opentype/inter/Inter-" + weight + ".otf";
  const std::string ttf = "/usr/share/fonts/truetype/inter/Inter-" + weight + ".ttf";
  return first_existing({otf.c_str(), ttf.c_str()});
}

fs::path font_awesome() {
  return first_existing({"/usr/share/fonts/opentype/font-awesome/FontAwesome.otf",
                         "/usr/share/fonts/truetype/font-awesome/fontawesome-webfont.ttf"});
}

// Latin with its extensions, punctuation, arrows and a few signs; ImGui keeps the pointers.
const ImWchar* text_ranges() {
  static const std::array<ImWchar, 11> ranges{0x0020, 0x024F, 0x0370, 0x04FF, 0x2010, 0x2027,
                                              0x2190, 0x2193, 0x2212, 0x2212, 0};
  return ranges.data();
}
const ImWchar* icon_ranges() {
  static const std::array<ImWchar, 3> ranges{0xF000, 0xF2E0, 0};
  return ranges.data();
}

ImFont* load_font(const fs::path& file, float size, float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  if (file.empty()) {
    ImFontConfig config;
    config.SizePixels = size * scale;
    return atlas.AddFontDefault(&config);
  }
  ImFontConfig config;
  config.OversampleH = 2;
  return atlas.AddFontFromFileTTF(file.c_str(), size * scale, &config, text_ranges());
}

void merge_icons(float size, float scale) {
  ImFontConfig config;
  config.MergeMode = true;
  config.GlyphMinAdvanceX = size * scale * 1.1F;
  ImGui::GetIO().Fonts->AddFontFromFileTTF(font_awesome().c_str(), size * scale, &config,
                                           icon_ranges());
}

void set_color(ImGuiCol index, ImU32 color) {
  ImGui::GetStyle().Colors[index] = ImGui::ColorConvertU32ToFloat4(color);
}

void set_colors() {
  ImGui::StyleColorsDark();
  set_color(ImGuiCol_Text, palette::kText);
  set_color(ImGuiCol_TextDisabled, palette::kMuted);
  set_color(ImGuiCol_WindowBg, palette::kPanel);
  set_color(ImGuiCol_ChildBg, IM_COL32(0, 0, 0, 0));
  set_color(ImGuiCol_PopupBg, IM_COL32(27, 32, 39, 252));
  set_color(ImGuiCol_MenuBarBg, palette::kPanel);
  set_color(ImGuiCol_TitleBg, palette::kRaised);
  set_color(ImGuiCol_TitleBgActive, palette::kRaised);
  set_color(ImGuiCol_Border, palette::kLine);
  set_color(ImGuiCol_Separator, palette::kLine);
  set_color(ImGuiCol_FrameBg, palette::kRaised);
  set_color(ImGuiCol_FrameBgHovered, palette::kHover);
  set_color(ImGuiCol_FrameBgActive, palette::kHover);
  set_color(ImGuiCol_Button, palette::kRaised);
  set_color(ImGuiCol_ButtonHovered, palette::kHover);
  set_color(ImGuiCol_ButtonActive, palette::kSelected);
  set_color(ImGuiCol_Header, palette::kSelected);
  set_color(ImGuiCol_HeaderHovered, palette::kHover);
  set_color(ImGuiCol_HeaderActive, palette::kSelected);
  set_color(ImGuiCol_CheckMark, palette::kAccent);
  set_color(ImGuiCol_PlotHistogram, palette::kAccent);
  set_color(ImGuiCol_TextSelectedBg, palette::kSelected);
  set_color(ImGuiCol_ScrollbarBg, IM_COL32(0, 0, 0, 0));
  set_color(ImGuiCol_ScrollbarGrab, palette::kLine);
  set_color(ImGuiCol_ScrollbarGrabHovered, IM_COL32(70, 82, 98, 255));
  set_color(ImGuiCol_ModalWindowDimBg, IM_COL32(0, 0, 0, 120));
  set_color(ImGuiCol_NavHighlight, palette::kAccent);
}

void set_style(float scale) {
  ImGuiStyle style;
  style.WindowPadding = {16, 16};
  style.FramePadding = {10, 6};
  style.ItemSpacing = {8, 8};
  style.ItemInnerSpacing = {8, 4};
  style.CellPadding = {8, 4};
  style.ScrollbarSize = 12;
  style.WindowRounding = 8;
  style.ChildRounding = 4;
  style.FrameRounding = 4;
  style.PopupRounding = 6;
  style.ScrollbarRounding = 6;
  style.GrabRounding = 4;
  style.WindowBorderSize = 1;
  style.FrameBorderSize = 0;
  style.DisabledAlpha = 0.45F;
  style.ScaleAllSizes(scale);
  ImGui::GetStyle() = style;
  set_colors();
}

}  // namespace

Theme make_theme(float scale) {
  Theme theme;
  theme.scale = scale;
  theme.has_icons = !font_awesome().empty();
  const auto load = [&](const char* weight, float size) {
    ImFont* font = load_font(inter(weight), size, scale);
    if (theme.has_icons) merge_icons(size, scale);
    return font;
  };
  theme.regular = load("Regular", kTextSize);
  theme.strong = load("SemiBold", kTextSize);
  theme.small = load("Medium", kSmallSize);
  theme.title = load("SemiBold", kTitleSize);
  set_style(scale);
  return theme;
}

ImU32 color_of(FaceStatus status) {
  switch (status) {
    case FaceStatus::kLabelled:
      return IM_COL32(150, 164, 184, 255);
    case FaceStatus::kProposed:
      return palette::kWarning;
    case FaceStatus::kCorrected:
      return palette::kAccent;
    case FaceStatus::kApproved:
      return palette::kGood;
    case FaceStatus::kRejected:
      return palette::kBad;
  }
  return palette::kMuted;
}

ImU32 color_of(Rgb color, int alpha) { return IM_COL32(color.r, color.g, color.b, alpha); }

ImU32 with_alpha(ImU32 color, int alpha) {
  return (color & ~IM_COL32_A_MASK) | (static_cast<ImU32>(alpha) << IM_COL32_A_SHIFT);
}

}  // namespace facepoint
