#include "tasks/export_yolo.h"

#include <algorithm>
#include <sstream>

#include "formats/text_spans.h"

namespace facepoint {
namespace {

constexpr std::size_t kBefore = 5;  // class and box

bool has_two_numbers(std::string_view row, const Scheme& scheme) {
  return tokens_of(without_line_end(row)).size() ==
         kBefore + static_cast<std::size_t>(scheme.size()) * 2;
}

bool needs_three_numbers(const WriteFace& face) {
  return !std::all_of(face.points.begin(), face.points.end(), [](const Landmark& point) {
    return point.visibility == Visibility::kVisible;
  });
}

// The class and line end of `row` in the place of the text's own.
std::string shaped(std::string_view text, std::string_view row, bool two_numbers) {
  const std::vector<TextToken> tokens = tokens_of(without_line_end(text));
  std::string shaped(tokens_of(row).front().text);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const bool is_visibility = i >= kBefore && (i - kBefore) % 3 == 2;
    if (two_numbers && is_visibility) continue;
    shaped += ' ';
    shaped += tokens[i].text;
  }
  return shaped + (row.ends_with("\r\n") ? "\r\n" : "\n");
}

class YoloLike : public LabelFormat {
 public:
  explicit YoloLike(std::string row) : row_(std::move(row)) {}

  const FormatTraits& traits() const override { return format_.traits(); }
  std::string picture_of(const std::string& image_name) const override {
    return format_.picture_of(image_name);
  }
  Guess detect(const std::string& path, std::string_view head) const override {
    return format_.detect(path, head);
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override {
    format_.read(in, context, sink);
  }
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override {
    bool two_numbers = has_two_numbers(row_, scheme);
    faces.each(
        [&](const WriteFace& face) { two_numbers = two_numbers && !needs_three_numbers(face); });
    std::string text;
    format_.write(faces, scheme, [&](std::string_view piece) { text += piece; });
    std::istringstream rows(text);
    for (std::string row; std::getline(rows, row);) out(shaped(row, row_, two_numbers));
  }
  std::optional<std::string> with_points(const ChunkEdit& edit) const override {
    return format_.with_points(edit);
  }
  std::optional<SideFile> side_file(const Scheme& scheme, const Texts& label_files) const override {
    return format_.side_file(scheme, label_files);
  }
  Fitting fitting(const Scheme& scheme, const Texts& label_files) const override {
    return format_.fitting(scheme, label_files);
  }

 private:
  const LabelFormat& format_ = *find_label_format(kYoloPose);
  std::string row_;
};

}  // namespace

std::string yolo_labels_of(const std::string& picture) {
  constexpr std::string_view kImages = "/images/";
  const std::string from_root = "/" + picture;
  const std::size_t images = from_root.rfind(kImages);
  if (images == std::string::npos) return picture;
  return picture.substr(0, images) + "labels/" + from_root.substr(images + kImages.size());
}

std::unique_ptr<LabelFormat> yolo_like(std::string row) {
  return std::make_unique<YoloLike>(std::move(row));
}

std::optional<std::string> yolo_row_like(std::string_view row, const WriteFace& face,
                                         const Scheme& scheme) {
  std::string text = text_of(*find_label_format(kYoloPose), {face}, scheme);
  if (row.empty()) return text;
  const bool two_numbers = has_two_numbers(row, scheme);
  if (two_numbers && needs_three_numbers(face)) return std::nullopt;
  return shaped(text, row, two_numbers);
}

}  // namespace facepoint
