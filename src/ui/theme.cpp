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

void set_colors(const Palette& colors) {
  ImGui::StyleColorsDark();
  set_color(ImGuiCol_Text, colors.text);
  set_color(ImGuiCol_TextDisabled, colors.muted);
  set_color(ImGuiCol_WindowBg, colors.panel);
  set_color(ImGuiCol_ChildBg, IM_COL32(0, 0, 0, 0));
  set_color(ImGuiCol_PopupBg, colors.popup);
  set_color(ImGuiCol_MenuBarBg, colors.panel);
  set_color(ImGuiCol_TitleBg, colors.raised);
  set_color(ImGuiCol_TitleBgActive, colors.raised);
  set_color(ImGuiCol_Border, colors.line);
  set_color(ImGuiCol_Separator, colors.line);
  set_color(ImGuiCol_TableBorderStrong, colors.line);
  set_color(ImGuiCol_TableBorderLight, colors.line);
  set_color(ImGuiCol_FrameBg, colors.raised);
  set_color(ImGuiCol_FrameBgHovered, colors.hover);
  set_color(ImGuiCol_FrameBgActive, colors.hover);
  set_color(ImGuiCol_Button, colors.raised);
  set_color(ImGuiCol_ButtonHovered, colors.hover);
  set_color(ImGuiCol_ButtonActive, colors.selected);
  set_color(ImGuiCol_Header, colors.selected);
  set_color(ImGuiCol_HeaderHovered, colors.hover);
  set_color(ImGuiCol_HeaderActive, colors.selected);
  set_color(ImGuiCol_CheckMark, colors.accent);
  set_color(ImGuiCol_PlotHistogram, colors.accent);
  set_color(ImGuiCol_TextSelectedBg, colors.selected);
  set_color(ImGuiCol_ScrollbarBg, IM_COL32(0, 0, 0, 0));
  set_color(ImGuiCol_ScrollbarGrab, colors.line);
  set_color(ImGuiCol_ScrollbarGrabHovered, colors.grip);
  set_color(ImGuiCol_ScrollbarGrabActive, colors.grip);
  set_color(ImGuiCol_SliderGrab, colors.accent);
  set_color(ImGuiCol_SliderGrabActive, colors.accent);
  set_color(ImGuiCol_ModalWindowDimBg, colors.dim);
  set_color(ImGuiCol_NavHighlight, colors.accent);
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
}

}  // namespace

Theme make_theme(float scale, Appearance appearance) {
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
  set_appearance(theme, appearance);
  return theme;
}

void set_appearance(Theme& theme, Appearance appearance) {
  theme.appearance = appearance;
  theme.colors = palette_of(appearance);
  set_colors(theme.colors);
}

}  // namespace facepoint
