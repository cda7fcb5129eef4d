#include "ui/palette.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "landmark/scheme.h"

namespace facepoint {
namespace {

using Triple = std::array<double, 3>;

double linear(double part) {
  return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

Triple linear(ImU32 color) {
  return {linear((color >> IM_COL32_R_SHIFT & 0xFFU) / 255.0),
          linear((color >> IM_COL32_G_SHIFT & 0xFFU) / 255.0),
          linear((color >> IM_COL32_B_SHIFT & 0xFFU) / 255.0)};
}

// WCAG 2's contrast ratio.
double contrast(ImU32 a, ImU32 b) {
  const auto luminance = [](ImU32 color) {
    const Triple c = linear(color);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  };
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

// Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
struct Eyes {
  const char* name;
  std::array<Triple, 3> seen;
};
constexpr std::array<Eyes, 4> kEyes{{{"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
                                     {"protanopia",
                                      {{{0.152286, 1.052583, -0.204868},
                                        {0.114503, 0.786281, 0.099216},
                                        {-0.003882, -0.048116, 1.051998}}}},
                                     {"deuteranopia",
                                      {{{0.367322, 0.860646, -0.227968},
                                        {0.280085, 0.672501, 0.047413},
                                        {-0.011820, 0.042940, 0.968881}}}},
                                     {"tritanopia",
                                      {{{1.255528, -0.076749, -0.178779},
                                        {-0.078411, 0.930809, 0.147602},
                                        {0.004733, 0.691367, 0.303900}}}}}};

Triple lab(const Eyes& eyes, ImU32 color) {
  const Triple from = linear(color);
  Triple c{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) c[i] += eyes.seen[i][j] * from[j];
    c[i] = std::min(1.0, std::max(0.0, c[i]));
  }
  const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
  const double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
  const double y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
  const double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(const Eyes& eyes, ImU32 a, ImU32 b) {
  const Triple p = lab(eyes, a);
  const Triple q = lab(eyes, b);
  return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

class PaletteTest : public testing::TestWithParam<Appearance> {
 protected:
  const Palette& colors = palette_of(GetParam());
};

TEST_P(PaletteTest, WordsCanBeReadOnEverySurface) {
  for (const ImU32 surface :
       {colors.canvas, colors.panel, colors.raised, colors.popup, colors.selected}) {
    EXPECT_GE(contrast(colors.text, surface), 7);
    for (const ImU32 word :
         {colors.muted, colors.accent, colors.good, colors.warning, colors.bad, colors.neutral}) {
      EXPECT_GE(contrast(word, surface), surface == colors.selected ? 4 : 4.5);
    }
  }
  for (const ImU32 button : {colors.primary, colors.primary_active}) {
    EXPECT_GE(contrast(colors.on_primary, button), 4.5);
  }
}

TEST_P(PaletteTest, RegionsCanBeSeenOnPanels) {
  for (const Scheme& scheme : SchemeLibrary::standard().all()) {
    for (const Region& region : scheme.regions) {
      for (const ImU32 surface : {colors.canvas, colors.panel}) {
        EXPECT_GE(contrast(colors.region(region.color), surface), 2) << region.name;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Themes, PaletteTest,
                         testing::Values(Appearance::kDark, Appearance::kLight),
                         [](const auto& theme) {
                           return theme.param == Appearance::kDark ? "Dark" : "Light";
                         });

// 12 in CIE L*a*b* is several times what can just be seen; neighbours are farther apart.
TEST(RegionColors, NoTwoRegionsLookAlikeToAColourBlindPerson) {
  for (const Scheme& scheme : SchemeLibrary::standard().all()) {
    for (const Region& a : scheme.regions) {
      for (const Region& b : scheme.regions) {
        if (&a >= &b) continue;
        for (const Eyes& eyes : kEyes) {
          EXPECT_GE(difference(eyes, color_of(a.color), color_of(b.color)), 12)
              << a.name << " and " << b.name << ", " << eyes.name;
        }
      }
    }
  }
}

}  // namespace
}  // namespace facepoint
