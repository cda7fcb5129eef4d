// CVAT's "for images" XML 1.1: a face is a <skeleton> of labelled <points>, each with occluded and
// outside (not there), or one <points> of all points in the scheme's order, or loose single points
// of one group_id. Labels are names or numbers, from 0 or, as CVAT's own tool writes them, from 1.
// "CVAT for video" has tracks, whose points are those of frames, not of pictures.
#include <algorithm>
#include <istream>
#include <map>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/listed_points.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"
#include "formats/written_names.h"
#include "formats/xml_stream.h"
#include "formats/xml_text.h"

namespace facepoint {
namespace {

class CvatFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "cvat-xml",
                                         .title = "CVAT for images XML 1.1",
                                         .extension = "xml",
                                         .occlusion = true,
                                         .absence = true,
                                         .rows_stand_alone = true};
    return kTraits;
  }
  Guess detect(const std::string&, std::string_view head) const override {
    if (head.find("<annotations>") == std::string_view::npos) return {};
    return {0.95, "an XML with <annotations>"};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
};

// One number of a list "x,y;x,y", with its place in the text that it was cut from.
std::vector<TextToken> numbers_of(std::string_view list, std::size_t begin) {
  std::vector<TextToken> numbers;
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t stop = std::min(list.find_first_of(",;", at), list.size());
    numbers.push_back({begin + at, list.substr(at, stop - at)});
    at = stop + 1;
  }
  return numbers;
}

std::optional<std::vector<Point>> points_of(std::string_view list) {
  const std::vector<TextToken> numbers = numbers_of(list, 0);
  if (numbers.empty() || numbers.size() % 2 != 0) return std::nullopt;
  std::vector<Point> points;
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    const auto x = finite_number(numbers[i].text);
    const auto y = finite_number(numbers[i + 1].text);
    if (!x || !y) return std::nullopt;
    points.push_back({*x, *y});
  }
  return points;
}

bool says_yes(const XmlTag& tag, std::string_view attribute) {
  const std::string value = tag.value_of(attribute);
  return value == "1" || value == "true" || value == "True";
}

// Not of a list of points, whose label is the face's.
bool is_labelled_point(const XmlTag& tag) {
  return tag.name == "points" && tag.kind != XmlTag::Kind::kClose &&
         tag.value_of("points").find(';') == std::string::npos;
}

PointLabels labels_in(std::istream& in, const Scheme& scheme) {
  PointLabels labels(scheme);
  look_at_tags(in, [&](const XmlTag& tag) {
    if (is_labelled_point(tag)) labels.see(tag.value_of("label"));
    return !labels.is_settled();
  });
  return labels;
}

struct Part {
  std::size_t point = 0;
  Landmark landmark;
};

// One labelled point; the reason why not is left in `reason`.
std::optional<Part> part_of(const PointLabels& labels, const XmlTag& tag, std::string& reason) {
  const std::string label = tag.value_of("label");
  const std::optional<std::size_t> point = labels.point(label);
  if (!point) {
    reason = labels.refusal(label);
    return std::nullopt;
  }
  if (says_yes(tag, "outside")) return Part{*point, {{}, Visibility::kAbsent}};
  const auto position = points_of(tag.value_of("points"));
  if (!position || position->size() != 1) {
    reason = "the points of \"" + label + "\" are not \"x,y\"";
    return std::nullopt;
  }
  return Part{*point,
              {position->front(),
               says_yes(tag, "occluded") ? Visibility::kOccluded : Visibility::kVisible}};
}

Keypoints no_points(const Scheme& scheme) {
  return Keypoints(scheme.point_names.size(), Landmark{{}, Visibility::kAbsent});
}

// Goes through a file once, passing on its pieces.
class Reading {
 public:
  Reading(std::istream& in, const Scheme& scheme, LabelSink& sink)
      : scheme_(scheme), labels_(labels_in(in, scheme)), sink_(sink), xml_(in, sink) {}
  void run();

 private:
  void take(const XmlTag& tag);
  void take_track(const XmlTag& tag);
  std::optional<Keypoints> skeleton(std::string& reason) const;
  std::optional<Keypoints> list(std::string& reason) const;
  void end_face(std::size_t end);
  void end_image();

  const Scheme& scheme_;
  PointLabels labels_;
  LabelSink& sink_;
  XmlStream xml_;
  std::string image_;
  // The element that is being read, and what it holds.
  std::optional<std::size_t> begin_;
  TextPlace place_;
  std::string end_name_;
  std::vector<XmlTag> parts_;
  struct Loose {
    XmlTag tag;
    TextPlace place;
  };
  std::vector<Loose> loose_;  // of the image
  bool in_track_ = false;
  bool any_track_ = false;
};

std::optional<Keypoints> Reading::skeleton(std::string& reason) const {
  Keypoints points = no_points(scheme_);
  for (const XmlTag& tag : parts_) {
    const std::optional<Part> part = part_of(labels_, tag, reason);
    if (!part) return std::nullopt;
    if (part->landmark.present()) points[part->point] = part->landmark;
  }
  return points;
}

std::optional<Keypoints> Reading::list(std::string& reason) const {
  const auto positions = points_of(parts_.front().value_of("points"));
  if (positions && std::ssize(*positions) == scheme_.size()) return make_keypoints(*positions);
  reason = positions ? count_of(std::ssize(*positions), "point") + ", not those of " +
                           scheme_.name + "; name another scheme with --scheme"
                     : "its points are not \"x,y;x,y;...\"";
  return std::nullopt;
}

void Reading::end_face(std::size_t end) {
  const std::size_t begin = *begin_;
  begin_.reset();
  const bool is_skeleton = end_name_ == "skeleton";
  if (is_skeleton && parts_.empty()) return;
  if (!is_skeleton && is_labelled_point(parts_.front()) && scheme_.size() > 1) {
    loose_.push_back({std::move(parts_.front()), place_});
    return;
  }
  std::string reason;
  std::optional<Keypoints> points = is_skeleton ? skeleton(reason) : list(reason);
  xml_.pass_text(begin);
  xml_.skip_to(end);
  const std::string_view raw = xml_.text(begin, end);
  if (!points) return sink_.bad({place_.line, place_.column, reason}, raw);
  sink_.face({image_, *std::move(points), place_.line, std::string(raw)});
}

// Loose points have no bytes of their own: other elements may lie between them.
void Reading::end_image() {
  std::vector<ListedPoint> listed;
  std::vector<std::pair<Landmark, TextPlace>> found;
  std::map<std::string, BadLine> bad;  // by group
  for (const auto& [tag, place] : loose_) {
    std::string reason;
    const std::string group = tag.value_of("group_id");
    const std::optional<Part> part = part_of(labels_, tag, reason);
    if (!part) bad.try_emplace(group, BadLine{place.line, place.column, reason});
    if (!part || !part->landmark.present()) continue;
    listed.push_back({group, part->point});
    found.emplace_back(part->landmark, place);
  }
  loose_.clear();
  const std::vector<std::optional<std::size_t>> face_of = faces_of(listed);
  std::map<std::size_t, ReadFace> faces;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const auto& [landmark, place] = found[i];
    if (!face_of[i]) {
      bad.try_emplace(listed[i].group,
                      BadLine{place.line, place.column,
                              std::string(kNotToldWhose) + "; give each face a group in CVAT"});
    }
    if (bad.contains(listed[i].group)) continue;
    const ReadFace empty{image_, no_points(scheme_), place.line, {}};
    faces.try_emplace(*face_of[i], empty).first->second.points[listed[i].point] = landmark;
  }
  for (auto& [group, line] : bad) sink_.bad(std::move(line), {});
  for (auto& [number, face] : faces) sink_.face(std::move(face));
}

void Reading::take_track(const XmlTag& tag) {
  in_track_ = tag.kind == XmlTag::Kind::kOpen;
  if (any_track_) return;
  any_track_ = true;
  const TextPlace place = xml_.place(tag.begin);
  sink_.bad({place.line, place.column,
             "this is \"CVAT for video\", whose tracks are of frames, not of pictures; export the "
             "task as \"CVAT for images 1.1\""},
            {});
}

void Reading::take(const XmlTag& tag) {
  const bool closes = tag.kind == XmlTag::Kind::kClose;
  if (tag.name == "image") {
    end_image();
    if (!closes) image_ = tag.value_of("name");
    return;
  }
  if (tag.name == "track") return take_track(tag);
  if (in_track_) return;
  if (begin_ && closes && tag.name == end_name_) return end_face(tag.end);
  if (closes || (tag.name != "points" && tag.name != "skeleton")) return;
  if (begin_) {
    if (tag.name == "points" && end_name_ == "skeleton") parts_.push_back(tag);
    return;
  }
  begin_ = tag.begin;
  place_ = xml_.place(tag.begin);
  end_name_ = tag.name;
  parts_.clear();
  if (tag.name == "points") parts_.push_back(tag);
  if (tag.kind == XmlTag::Kind::kEmpty) end_face(tag.end);
}

void Reading::run() {
  while (const std::optional<XmlTag> tag = xml_.next()) {
    if (begin_ && tag->begin - *begin_ > XmlStream::kLongestTag) {
      begin_.reset();  // no face is that long: the file is broken, and what follows may be none
    }
    if (!begin_) xml_.pass_long_text(tag->begin);
    take(*tag);
  }
  end_image();
  xml_.finish(begin_ ? "<" + end_name_ + ">" : "");
}

void CvatFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  Reading(in, *context.scheme, sink).run();
}

void CvatFormat::write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const {
  out("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n  <version>1.1</version>\n");
  int id = 0;
  faces.each_image([&](const std::vector<WriteFace>& of_image) {
    const WriteFace& first = of_image.front();
    const PictureSize size = first.size;
    check_xml_name(first.image_name);
    std::string text = "  <image id=\"" + std::to_string(id++) + "\" name=\"" +
                       xml_escaped(first.image_name) + "\" width=\"" + std::to_string(size.width) +
                       "\" height=\"" + std::to_string(size.height) + "\">\n";
    for (const WriteFace& face : of_image) {
      text += "    <skeleton label=\"face\" source=\"manual\" z_order=\"0\">\n";
      for (std::size_t i = 0; i < face.points.size(); ++i) {
        const Landmark& point = face.points[i];
        const Point at = point.present() ? point.position : Point{};
        text += "      <points label=\"" + xml_escaped(scheme.point_names[i]) +
                "\" source=\"manual\" outside=\"" + (point.present() ? "0" : "1") +
                "\" occluded=\"" + (point.visibility == Visibility::kOccluded ? "1" : "0") +
                "\" points=\"" + plain_number(at.x) + "," + plain_number(at.y) +
                "\">\n      </points>\n";
      }
      text += "    </skeleton>\n";
    }
    out(text + "  </image>\n");
  });
  out("</annotations>\n");
}

// Replacements by place, since attributes stand in any order.
using Changes = std::map<std::size_t, std::pair<std::size_t, std::string>>;

void change_position(const TextToken& x, const TextToken& y, const Landmark& before,
                     const Landmark& wanted, Changes& changes) {
  const bool all = !before.present();
  if (all || wanted.position.x != before.position.x) {
    changes.emplace(x.begin, std::pair(x.end(), plain_number(wanted.position.x)));
  }
  if (all || wanted.position.y != before.position.y) {
    changes.emplace(y.begin, std::pair(y.end(), plain_number(wanted.position.y)));
  }
}

// False if the tag has no such attribute to say it with.
bool change_flag(const XmlTag& tag, const char* name, bool yes, Changes& changes) {
  const XmlAttribute* flag = tag.attribute(name);
  if (flag == nullptr) return !yes;
  if (says_yes(tag, name) != yes) {
    changes.emplace(flag->begin, std::pair(flag->end, yes ? "1" : "0"));
  }
  return true;
}

bool change_part(const XmlTag& tag, std::string_view raw, const Landmark& before,
                 const Landmark& wanted, Changes& changes) {
  if (wanted == before) return true;
  const XmlAttribute* list = tag.attribute("points");
  if (list == nullptr) return false;
  const auto numbers = numbers_of(raw.substr(list->begin, list->end - list->begin), list->begin);
  if (numbers.size() != 2) return false;
  if (wanted.present()) change_position(numbers[0], numbers[1], before, wanted, changes);
  return change_flag(tag, "outside", !wanted.present(), changes) &&
         change_flag(tag, "occluded", wanted.visibility == Visibility::kOccluded, changes);
}

bool change_list(const XmlTag& tag, const ChunkEdit& edit, Changes& changes) {
  const XmlAttribute* list = tag.attribute("points");
  const auto numbers =
      numbers_of(edit.raw.substr(list->begin, list->end - list->begin), list->begin);
  if (numbers.size() != edit.after.points.size() * 2) return false;
  for (std::size_t i = 0; i < edit.after.points.size(); ++i) {
    const Landmark& wanted = edit.after.points[i];
    if (wanted.visibility != edit.before[i].visibility) return false;
    change_position(numbers[i * 2], numbers[i * 2 + 1], edit.before[i], wanted, changes);
  }
  return true;
}

std::vector<std::string> labels_there(const std::vector<XmlTag>& parts) {
  std::vector<std::string> labels;
  for (const XmlTag& part : parts) {
    if (!says_yes(part, "outside")) labels.push_back(part.value_of("label"));
  }
  return labels;
}

std::optional<std::string> CvatFormat::with_points(const ChunkEdit& edit) const {
  std::vector<XmlTag> tags;
  XmlTags reader(edit.raw);
  bool is_skeleton = false;
  while (std::optional<XmlTag> tag = reader.next()) {
    is_skeleton = is_skeleton || tag->name == "skeleton";
    if (tag->name == "points" && tag->kind != XmlTag::Kind::kClose) tags.push_back(*std::move(tag));
  }
  Changes changes;
  if (!is_skeleton) {
    if (tags.size() != 1 || !change_list(tags[0], edit, changes)) return std::nullopt;
  } else {
    const PointLabels labels(edit.scheme, labels_there(tags), edit.before);
    std::vector<bool> seen(edit.after.points.size(), false);
    for (const XmlTag& tag : tags) {
      const std::optional<std::size_t> point = labels.point(tag.value_of("label"));
      if (!point || seen[*point]) return std::nullopt;
      seen[*point] = true;
      const bool done =
          change_part(tag, edit.raw, edit.before[*point], edit.after.points[*point], changes);
      if (!done) return std::nullopt;
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (!seen[i] && edit.after.points[i].present()) return std::nullopt;
    }
  }
  TextEdits edits(edit.raw);
  for (const auto& [begin, change] : changes) edits.replace(begin, change.first, change.second);
  return edits.finish();
}

}  // namespace

const LabelFormat& cvat_format() {
  static const CvatFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
