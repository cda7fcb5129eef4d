// dlib's imglab XML: <image file> with a <box> a face and in it <part name x y>, whole pixels,
// 0-based. Parts are numbers with zeros before ("07"), since dlib sorts them as text; one may be
// missing. They count from 0 as dlib's own do, unless a file tells that they count from 1.
#include <cmath>
#include <istream>
#include <map>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"
#include "formats/written_names.h"
#include "formats/xml_stream.h"
#include "formats/xml_text.h"

namespace facepoint {
namespace {

class DlibXmlFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "dlib-xml",
                                         .title = "dlib imglab XML",
                                         .extension = "xml",
                                         .whole_pixels = true,
                                         .absence = true,
                                         .rows_stand_alone = true};
    return kTraits;
  }
  Guess detect(const std::string&, std::string_view head) const override {
    if (head.find("<images>") == std::string_view::npos) return {};
    if (head.find("<image file=") == std::string_view::npos &&
        head.find("<image\tfile=") == std::string_view::npos &&
        head.find("<dataset>") == std::string_view::npos) {
      return {};
    }
    return {0.97, "an XML with <images> and <image file>"};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
  std::string picture_of(const std::string& image_name) const override {
    return with_slashes(image_name);  // imglab on Windows
  }
};

PointLabels labels_in(std::istream& in, const Scheme& scheme) {
  PointLabels labels(scheme);
  labels.count_from_0_otherwise();
  look_at_tags(in, [&](const XmlTag& tag) {
    if (tag.name == "part" && tag.kind != XmlTag::Kind::kClose) labels.see(tag.value_of("name"));
    return !labels.is_settled();
  });
  return labels;
}

// Takes one part in; why it could not be is the result.
std::string take_part(const XmlTag& part, const PointLabels& labels, Keypoints& points) {
  const std::optional<std::size_t> point = labels.point(part.value_of("name"));
  const std::optional<double> x = finite_number(part.value_of("x"));
  const std::optional<double> y = finite_number(part.value_of("y"));
  if (!point) return labels.refusal(part.value_of("name"), "part");
  if (!x || !y) return "the part \"" + part.value_of("name") + "\" has no x and y";
  points[*point] = {{*x, *y}};
  return {};
}

// Goes through a file once, passing on its pieces.
class Reading {
 public:
  Reading(std::istream& in, const Scheme& scheme, LabelSink& sink)
      : scheme_(scheme), labels_(labels_in(in, scheme)), sink_(sink), xml_(in, sink) {}
  void run();

 private:
  void begin_box(const XmlTag& tag);
  void end_box(const XmlTag& tag);

  const Scheme& scheme_;
  PointLabels labels_;
  LabelSink& sink_;
  XmlStream xml_;
  TextPlace box_place_;
  std::string image_;
  std::optional<std::size_t> box_;
  Keypoints points_;
  int parts_ = 0;
  std::optional<BadLine> bad_;
};

void Reading::begin_box(const XmlTag& tag) {
  box_ = tag.begin;
  box_place_ = xml_.place(tag.begin);
  points_.assign(scheme_.point_names.size(), Landmark{{}, Visibility::kAbsent});
  parts_ = 0;
  bad_.reset();
}

void Reading::end_box(const XmlTag& tag) {
  const std::size_t begin = *box_;
  box_.reset();
  if (parts_ == 0 && !bad_) return;  // a box alone stays text
  xml_.pass_text(begin);
  xml_.skip_to(tag.end);
  const std::string_view raw = xml_.text(begin, tag.end);
  if (bad_) return sink_.bad(*bad_, raw);
  sink_.face({image_, points_, box_place_.line, std::string(raw)});
}

void Reading::run() {
  while (const std::optional<XmlTag> tag = xml_.next()) {
    const bool closes = tag->kind == XmlTag::Kind::kClose;
    if (box_ && tag->begin - *box_ > XmlStream::kLongestTag) box_.reset();  // never closed
    if (!box_) xml_.pass_long_text(tag->begin);
    if (tag->name == "image" && !closes) image_ = tag->value_of("file");
    if (tag->name == "box" && tag->kind == XmlTag::Kind::kOpen) begin_box(*tag);
    if (tag->name == "box" && closes && box_) end_box(*tag);
    if (tag->name != "part" || closes || !box_) continue;
    const std::string problem = take_part(*tag, labels_, points_);
    if (problem.empty()) {
      ++parts_;
    } else if (!bad_) {
      const TextPlace place = xml_.place(tag->begin);
      bad_ = BadLine{place.line, place.column, problem};
    }
  }
  xml_.finish(box_ ? "a box" : "");
}

void DlibXmlFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  Reading(in, *context.scheme, sink).run();
}

std::string part_text(const Scheme& scheme, std::size_t index, Point at) {
  return "<part name='" + padded_number(scheme, static_cast<int>(index)) + "' x='" +
         plain_number(std::round(at.x)) + "' y='" + plain_number(std::round(at.y)) + "'/>";
}

// An attribute's value in quotes. dlib takes it as it is, without entities, so that is how it is
// written; entities are only for what an attribute cannot hold at all.
std::string quoted_name(const std::string& name) {
  const bool has_single = name.find('\'') != std::string::npos;
  const char quote = has_single && name.find('"') == std::string::npos ? '"' : '\'';
  const bool looks_like_entities = name.find(';', name.find('&')) != std::string::npos;
  std::string text(1, quote);
  for (const char c : name) {
    const bool cannot_be = c == '<' || c == '>' || c == quote || (c == '&' && looks_like_entities);
    text += cannot_be ? xml_escaped(std::string(1, c)) : std::string(1, c);
  }
  return text + quote;
}

void DlibXmlFormat::write(const WriteFaces& faces, const Scheme& scheme,
                          const TextSink& out) const {
  out("<?xml version='1.0' encoding='UTF-8'?>\n<dataset>\n<name>" + xml_escaped(scheme.title) +
      "</name>\n<images>\n");
  faces.each_image([&](const std::vector<WriteFace>& of_image) {
    check_xml_name(of_image.front().image_name);
    std::string text = "  <image file=" + quoted_name(of_image.front().image_name) + ">\n";
    for (const WriteFace& face : of_image) {
      const Rect box = bounding_box(face.points);
      const double left = std::floor(box.x);
      const double top = std::floor(box.y);
      text += "    <box top='" + plain_number(top) + "' left='" + plain_number(left) + "' width='" +
              plain_number(std::ceil(box.x + box.width) - left + 1) + "' height='" +
              plain_number(std::ceil(box.y + box.height) - top + 1) + "'>\n";
      for (std::size_t i = 0; i < face.points.size(); ++i) {
        if (!face.points[i].present()) continue;
        text += "      " + part_text(scheme, i, face.points[i].position) + "\n";
      }
      text += "    </box>\n";
    }
    out(text + "  </image>\n");
  });
  out("</images>\n</dataset>\n");
}

std::optional<std::string> DlibXmlFormat::with_points(const ChunkEdit& edit) const {
  std::vector<XmlTag> parts;
  std::vector<std::string> names;
  XmlTags tags(edit.raw);
  while (std::optional<XmlTag> tag = tags.next()) {
    if (tag->name != "part" || tag->kind == XmlTag::Kind::kClose) continue;
    names.push_back(tag->value_of("name"));
    parts.push_back(*std::move(tag));
  }
  const PointLabels labels(edit.scheme, names, edit.before);
  TextEdits edits(edit.raw);
  for (const XmlTag& part : parts) {
    const std::optional<std::size_t> point = labels.point(part.value_of("name"));
    if (!point) return std::nullopt;
    const Landmark& wanted = edit.after.points[*point];
    if (!wanted.present()) return std::nullopt;
    std::map<std::size_t, std::pair<const XmlAttribute*, double>> values;  // in the file's order
    values.emplace(part.attribute("x")->begin, std::pair(part.attribute("x"), wanted.position.x));
    values.emplace(part.attribute("y")->begin, std::pair(part.attribute("y"), wanted.position.y));
    for (const auto& [begin, value] : values) {
      if (finite_number(value.first->value) == value.second) continue;
      edits.replace(begin, value.first->end, plain_number(value.second));
    }
  }
  if (std::ssize(parts) != points_there(edit.after.points)) return std::nullopt;
  return edits.finish();
}

}  // namespace

const LabelFormat& dlib_xml_format() {
  static const DlibXmlFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
