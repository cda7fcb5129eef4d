// CVAT's "for images" XML 1.1: a face is a <skeleton> of labelled <points>, each with occluded and
// outside (not there), or one <points> of all points in the scheme's order, or loose single points
// of one group_id. Labels are names or numbers, from 0 or, as CVAT's own tool writes them, from 1.
#include <algorithm>
#include <istream>
#include <map>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"
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

// Numbers from 1 to N are points 0 to N - 1.
class Labels {
 public:
  Labels(const Scheme& scheme, const std::vector<XmlTag>& tags) : scheme_(scheme) {
    const std::string last = std::to_string(scheme.size());
    bool zero = false;
    for (const XmlTag& tag : tags) {
      from_1_ = from_1_ || tag.value_of("label") == last;
      zero = zero || whole_number(tag.value_of("label")) == 0;
    }
    from_1_ = from_1_ && !zero;
  }
  std::optional<std::size_t> point(const XmlTag& tag) const {
    const std::string label = tag.value_of("label");
    const std::optional<int> number = whole_number(label);
    if (from_1_ && number) {
      if (*number < 1 || *number > scheme_.size()) return std::nullopt;
      return static_cast<std::size_t>(*number) - 1;
    }
    const std::optional<int> point = point_called(scheme_, label);
    if (!point) return std::nullopt;
    return static_cast<std::size_t>(*point);
  }

 private:
  const Scheme& scheme_;
  bool from_1_ = false;
};

// The face of labelled points; the reason why not is left in `reason`.
std::optional<Keypoints> labelled_points(const Scheme& scheme, const std::vector<XmlTag>& tags,
                                         std::string& reason) {
  const Labels labels(scheme, tags);
  Keypoints points(scheme.point_names.size(), Landmark{{}, Visibility::kAbsent});
  for (const XmlTag& tag : tags) {
    const std::optional<std::size_t> point = labels.point(tag);
    const auto position = points_of(tag.value_of("points"));
    if (!point) {
      reason = "the label \"" + tag.value_of("label") + "\" is no point of " + scheme.name +
               "; name another scheme with --scheme";
      return std::nullopt;
    }
    if (says_yes(tag, "outside")) continue;
    if (!position || position->size() != 1) {
      reason = "the points of \"" + tag.value_of("label") + "\" are not \"x,y\"";
      return std::nullopt;
    }
    points[*point] = {position->front(),
                      says_yes(tag, "occluded") ? Visibility::kOccluded : Visibility::kVisible};
  }
  return points;
}

// Goes through a file once, passing on its pieces.
class Reading {
 public:
  Reading(std::istream& in, const Scheme& scheme, LabelSink& sink)
      : scheme_(scheme), sink_(sink), xml_(in, sink) {}
  void run();

 private:
  void take(const XmlTag& tag);
  void end_face(std::size_t end);
  void end_image();

  const Scheme& scheme_;
  LabelSink& sink_;
  XmlStream xml_;
  std::string image_;
  // The element that is being read, and what it holds.
  std::optional<std::size_t> begin_;
  TextPlace place_;
  std::string end_name_;
  std::vector<XmlTag> parts_;
  std::map<std::string, std::vector<XmlTag>> loose_;  // by group
  std::map<std::string, TextPlace> loose_places_;
};

void Reading::end_face(std::size_t end) {
  const std::size_t begin = *begin_;
  begin_.reset();
  std::string reason;
  std::optional<Keypoints> points;
  if (end_name_ == "skeleton") {
    if (parts_.empty()) return;
    points = labelled_points(scheme_, parts_, reason);
  } else {
    const XmlTag& tag = parts_.front();
    const auto positions = points_of(tag.value_of("points"));
    if (positions && positions->size() == 1 && scheme_.size() > 1) {
      const std::string group = tag.value_of("group_id");
      loose_places_.try_emplace(group, place_);
      loose_[group].push_back(tag);
      return;
    }
    if (positions && std::ssize(*positions) == scheme_.size()) {
      points = make_keypoints(*positions);
    } else {
      reason = positions ? count_of(std::ssize(*positions), "point") + ", not those of " +
                               scheme_.name + "; name another scheme with --scheme"
                         : "its points are not \"x,y;x,y;...\"";
    }
  }
  xml_.pass_text(begin);
  xml_.skip_to(end);
  const std::string_view raw = xml_.text(begin, end);
  if (!points) return sink_.bad({place_.line, place_.column, reason}, raw);
  sink_.face({image_, *std::move(points), place_.line, std::string(raw)});
}

// Loose points have no bytes of their own: other elements may lie between them.
void Reading::end_image() {
  for (const auto& [group, tags] : loose_) {
    std::string reason;
    const TextPlace place = loose_places_.at(group);
    if (std::optional<Keypoints> points = labelled_points(scheme_, tags, reason)) {
      sink_.face({image_, *std::move(points), place.line, {}});
    } else {
      sink_.bad({place.line, place.column, reason}, {});
    }
  }
  loose_.clear();
  loose_places_.clear();
}

void Reading::take(const XmlTag& tag) {
  const bool closes = tag.kind == XmlTag::Kind::kClose;
  if (tag.name == "image") {
    end_image();
    if (!closes) image_ = tag.value_of("name");
    return;
  }
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
    const Labels labels(edit.scheme, tags);
    std::vector<bool> seen(edit.after.points.size(), false);
    for (const XmlTag& tag : tags) {
      const std::optional<std::size_t> point = labels.point(tag);
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
