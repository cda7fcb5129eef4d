#include "tasks/report/faces.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "landmark/scheme.h"
#include "tasks/report/html.h"
#include "tasks/report/svg_plot.h"

namespace facepoint::report {
namespace {

std::string at(Point point) { return fixed(point.x, 1) + " " + fixed(point.y, 1); }

std::string path(const std::string& css_class, const std::string& data) {
  return data.empty() ? data : "<path class=\"" + css_class + "\" d=\"" + data + "\"/>";
}

// Strokes of no length: round caps make them dots.
std::string dots(const Keypoints& points) {
  std::string data;
  for (const Landmark& point : points) {
    if (point.present()) data += "M" + at(point.position) + "h0";
  }
  return data;
}

std::string edges(const Scheme& scheme, const Keypoints& points) {
  std::string data;
  for (const auto& [from, to] : scheme.edges) {
    if (std::max(from, to) >= std::ssize(points)) continue;
    if (!points[from].present() || !points[to].present()) continue;
    data += "M" + at(points[from].position) + "L" + at(points[to].position);
  }
  return data;
}

std::string rings(const FacePicture& face) {
  const char* radius = face.marked.size() > 12 ? "3" : "5";  // many would hide the face
  std::string svg;
  for (const int p : face.marked) {
    if (p < 0 || p >= std::ssize(face.label) || !face.label[p].present()) continue;
    const Point center = face.label[p].position;
    svg += "<circle class=\"ring\" cx=\"" + fixed(center.x, 1) + "\" cy=\"" + fixed(center.y, 1) +
           "\" r=\"" + radius + "\"/>";
  }
  return svg;
}

// From the label to where the CNN sees the point.
std::string strokes(const FacePicture& face) {
  std::string data;
  for (const int p : face.marked) {
    if (p < 0 || p >= std::ssize(face.label) || p >= std::ssize(face.predicted)) continue;
    if (!face.label[p].present() || !face.predicted[p].present()) continue;
    data += "M" + at(face.label[p].position) + "L" + at(face.predicted[p].position);
  }
  return data;
}

std::string drawing(const FacePicture& face) {
  const std::string side = std::to_string(face.side);
  std::string svg = "<svg class=\"face\" viewBox=\"0 0 " + side + " " + side + "\" role=\"img\">";
  if (face.jpeg.empty()) {
    return svg + "<rect class=\"missing\" width=\"" + side + "\" height=\"" + side +
           "\"/><text x=\"" + std::to_string(face.side / 2) + "\" y=\"" +
           std::to_string(face.side / 2) + "\">not readable</text></svg>";
  }
  const Scheme& scheme = SchemeLibrary::standard().get(face.scheme);
  svg += "<image width=\"" + side + "\" height=\"" + side + "\" href=\"data:image/jpeg;base64," +
         base64(face.jpeg) + "\"/>";
  // A pixel's centre is a half beside its corner.
  svg += "<g transform=\"translate(.5 .5)\">";
  svg += path("cnn", edges(scheme, face.predicted)) + path("edge", edges(scheme, face.label));
  svg += path("stroke", strokes(face)) + path("under", dots(face.label)) +
         path("dot", dots(face.label)) + rings(face);
  return svg + "</g></svg>";
}

// Broken after slashes and underscores, not in the middle of a word.
std::string breakable(const std::string& name) {
  std::string html;
  for (const char c : escaped(name)) {
    html += c;
    if (c == '/' || c == '_') html += "<wbr>";
  }
  return html;
}

std::string card(const FacePicture& face, ValueText value_text) {
  std::string html = "<figure class=\"card\">" + drawing(face) + "<figcaption><b>" +
                     escaped(value_text(face.value)) + "</b>";
  if (!face.reason.empty()) html += paragraph(face.reason);
  if (!face.remedy.empty()) html += paragraph("Remedy: " + face.remedy, "remedy");
  return html + "<p class=\"name\">" + breakable(face.name) + "</p></figcaption></figure>\n";
}

// So that the longest arrow is about a third of the distance of the eyes at most.
int exaggeration(const AgreementFigures& agreement) {
  double longest = 0;
  for (const SourceAgreement& source : agreement.sources) {
    for (const Point& offset : source.offsets) longest = std::max(longest, length(offset));
  }
  for (const int times : {100, 50, 20, 10, 5, 2}) {
    if (longest * times <= 0.35) return times;
  }
  return 1;
}

std::string arrow(Point from, Point to, std::size_t look) {
  const std::string number = std::to_string(look);
  const Point along = to - from;
  const double long_enough = length(along);
  if (long_enough < 2) {
    return "<circle class=\"fill" + number + "\" cx=\"" + fixed(from.x, 1) + "\" cy=\"" +
           fixed(from.y, 1) + "\" r=\"3\"/>";
  }
  const Point unit = along * (1 / long_enough);
  const Point side{-unit.y, unit.x};
  const double head = std::min(7.0, long_enough * 0.6);
  const Point neck = to - unit * head;
  return path("shaft look" + number, "M" + at(from) + "L" + at(neck)) +
         path("fill" + number, "M" + at(to) + "L" + at(neck + side * (head * 0.5)) + "L" +
                                   at(neck - side * (head * 0.5)) + "Z");
}

}  // namespace

std::string face_cards(const std::vector<FacePicture>& faces, ValueText value_text) {
  std::string html = "<div class=\"cards\">\n";
  for (const FacePicture& face : faces) html += card(face, value_text);
  return html + "</div>\n";
}

std::string face_key(bool with_marks) {
  std::string html =
      "<ul class=\"legend\"><li><svg class=\"face\" viewBox=\"0 0 28 12\"><path class=\"edge\" "
      "d=\"M2 6H26\"/><path class=\"under\" d=\"M6 6h0M22 6h0\"/><path class=\"dot\" "
      "d=\"M6 6h0M22 6h0\"/></svg>label</li>"
      "<li><svg class=\"face\" viewBox=\"0 0 28 12\"><path class=\"cnn\" d=\"M2 6H26\"/></svg>"
      "CNN</li>";
  if (with_marks) {
    html +=
        "<li><svg class=\"face\" viewBox=\"0 0 28 12\"><circle class=\"ring\" cx=\"8\" cy=\"6\" "
        "r=\"5\"/><path class=\"stroke\" d=\"M8 6H26\"/></svg>point concerned, and the way to the "
        "CNN's</li>";
  }
  return html + "</ul>\n";
}

OffsetFigure offset_figure(const AgreementFigures& agreement) {
  constexpr double kSide = 340;
  constexpr double kScale = 260;  // pixels a side of the mean face's box
  const Scheme& scheme = SchemeLibrary::standard().get(agreement.scheme);
  const auto placed = [&](Point point) {
    return Point{kSide / 2 + kScale * point.x, kSide / 2 + kScale * point.y};
  };
  Keypoints mean = agreement.mean_face;
  for (Landmark& point : mean) point.position = placed(point.position);
  const int times = exaggeration(agreement);
  const double per_eyes = kScale * agreement.inter_ocular * times;
  std::string svg = "<svg class=\"offsets\" viewBox=\"0 0 " + fixed(kSide, 0) + " " +
                    fixed(kSide, 0) + "\" role=\"img\" aria-label=\"Offsets on a mean face\">" +
                    path("shape", edges(scheme, mean)) + path("points", dots(mean));
  const std::size_t sources = std::min(agreement.sources.size(), kSourcesWithArrows);
  std::vector<std::string> names;
  for (std::size_t s = 0; s < sources; ++s) {
    names.push_back(agreement.sources[s].name);
    for (std::size_t r = 0; r < agreement.regions.size(); ++r) {
      const Point from = placed(agreement.regions[r].center);
      svg += arrow(from, from + agreement.sources[s].offsets[r] * per_eyes, s);
    }
  }
  return {legend(names) + svg + "</svg>\n",
          "From where the CNN sees a region to where the labels put it, " + std::to_string(times) +
              " times as long as it is. The table has the true lengths, over the distance of the "
              "eyes."};
}

std::string face_style() {
  return R"(svg.face path,svg.offsets path{fill:none}
svg.face .edge{stroke:var(--label);stroke-width:.8;opacity:.75}
svg.face .under{stroke:#000;stroke-width:4.6;stroke-linecap:round;opacity:.6}
svg.face .dot{stroke:var(--label);stroke-width:3;stroke-linecap:round}
svg.face .cnn{stroke:var(--cnn);stroke-width:1.4}
svg.face .ring{fill:none;stroke:var(--marked);stroke-width:1.8}
svg.face .stroke{stroke:var(--marked);stroke-width:1.2}
svg.face .missing{fill:var(--panel)}
svg.face text{fill:var(--quiet);text-anchor:middle;font-size:14px}
svg.offsets .shape{stroke:var(--rule);stroke-width:1.5}
svg.offsets .points{stroke:var(--quiet);stroke-width:3;stroke-linecap:round}
svg.offsets .shaft{stroke-width:2.5}
svg.offsets .look0{stroke:var(--c0)}svg.offsets .look1{stroke:var(--c1)}
svg.offsets .look2{stroke:var(--c2)}svg.offsets .look3{stroke:var(--c3)}
svg.offsets .fill0{fill:var(--c0)}svg.offsets .fill1{fill:var(--c1)}
svg.offsets .fill2{fill:var(--c2)}svg.offsets .fill3{fill:var(--c3)}
)";
}

}  // namespace facepoint::report
