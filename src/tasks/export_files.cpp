#include "tasks/export_files.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "formats/mapping_csv.h"

namespace facepoint {
namespace {

// The faces of a text, and nothing else of it.
class FacesOnly : public LabelSink {
 public:
  void text(std::string_view) override {}
  void face(ReadFace face) override { faces.push_back(std::move(face)); }
  void bad(BadLine, std::string_view) override {}

  std::vector<ReadFace> faces;
};

std::vector<ReadFace> faces_in(const OutputFile& file) {
  std::map<std::string, PictureSize> sizes;
  for (const WriteFace& face : file.faces) {
    sizes.emplace(face.image_name, face.size);
    sizes.emplace("", face.size);
  }
  ReadContext context;
  context.path = file.path;
  context.scheme = &SchemeLibrary::standard().get(file.scheme);
  context.picture_size = [&](const std::string& name) { return sizes[name]; };
  std::istringstream in(file.text);
  FacesOnly sink;
  file.format->read(in, context, sink);
  return std::move(sink.faces);
}

bool same_points(const Keypoints& a, const Keypoints& b, double tolerance) {
  const auto same = [&](const Landmark& p, const Landmark& q) {
    if (p.visibility != q.visibility) return false;
    return !p.present() || (std::abs(p.position.x - q.position.x) <= tolerance &&
                            std::abs(p.position.y - q.position.y) <= tolerance);
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

// Formats that list faces by image bring those of one image together.
template <typename Face>
std::vector<const Face*> sorted_by_image(const std::vector<Face>& faces) {
  std::vector<const Face*> sorted;
  sorted.reserve(faces.size());
  for (const Face& face : faces) sorted.push_back(&face);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Face* a, const Face* b) { return a->image_name < b->image_name; });
  return sorted;
}

bool any_present(const Keypoints& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const Landmark& point) { return point.present(); });
}

void check_reads_back(const OutputFile& file) {
  if (file.format == nullptr) return;
  const FormatTraits& traits = file.format->traits();
  const std::vector<ReadFace> read = faces_in(file);
  const auto one = sorted_by_image(read);
  const auto other = sorted_by_image(file.faces);
  const bool named = traits.file_per == FilePer::kDataset;
  const auto same = [&](const ReadFace* a, const WriteFace* b) {
    return same_points(a->points, b->points, traits.tolerance) &&
           (!named || a->image_name == b->image_name);
  };
  if (std::equal(one.begin(), one.end(), other.begin(), other.end(), same)) return;
  throw Error(ErrorCode::kInternal,
              "what was to be written does not read back as the project's labels; nothing was "
              "written to this file",
              file.path);
}

}  // namespace

void hold_all(std::vector<WriteFace>& faces, const FormatTraits& traits) {
  for (WriteFace& face : faces) face.points = held(traits, face.points, face.size).points;
  std::erase_if(faces, [](const WriteFace& face) { return !any_present(face.points); });
}

LabelWriter::LabelWriter(const std::string& format, const std::filesystem::path& mapping) {
  if (format == kMappingCsv) {
    mapping_ = make_mapping_csv(read_file(mapping), mapping.string());
    format_ = mapping_.get();
  } else {
    format_ = find_label_format(format);
  }
  if (format_ == nullptr) throw Error(ErrorCode::kInvalidInput, "unknown format " + format);
}

std::optional<WriteFace> LabelWriter::face_of(const LabelledFace& face,
                                              const std::string& image_name,
                                              const Keypoints* imported) {
  const auto leave_out = [&](const std::string& why) {
    left_out_.push_back(face.image.path + ": " + why);
    return std::nullopt;
  };
  const PictureSize size{face.image.width, face.image.height};
  if (traits().needs_size && !size.known()) {
    return leave_out("the picture's size, which the format needs, is not known");
  }
  // Points that are what the file has stay so, whatever becomes of others.
  Keypoints points = imported != nullptr ? *imported : face.revision.points;
  std::vector<std::size_t> others;
  Keypoints to_hold;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (imported != nullptr && face.revision.points.at(i) == points[i]) continue;
    others.push_back(i);
    to_hold.push_back(face.revision.points.at(i));
  }
  const Held as_held = held(traits(), to_hold, size);
  if (as_held.absent > 0 && imported == nullptr) {
    return leave_out("a face with " + std::to_string(as_held.absent) +
                     " absent points, which the format cannot hold");
  }
  for (std::size_t k = 0; k < others.size(); ++k) {
    const Landmark& point = as_held.points[k];
    Landmark& written = points[others[k]];
    written = point.present() || traits().absence ? point : Landmark{written.position};
  }
  if (as_held.outside > 0 && !any_present(points)) {
    return leave_out("a face with no point inside the picture, which the format cannot hold");
  }
  absent_ += as_held.absent;
  occluded_ += as_held.occlusion_dropped;
  rounded_ += as_held.rounded;
  outside_ += as_held.outside;
  return WriteFace{image_name, size, std::move(points)};
}

OutputFile LabelWriter::new_file(const std::string& path, const std::string& scheme_name,
                                 const std::vector<const LabelledFace*>& faces,
                                 const NameOf& name_of) {
  const Scheme& scheme = SchemeLibrary::standard().get(scheme_name);
  OutputFile file{path, format_, {}, scheme_name, {}, 0, faces};
  for (const LabelledFace* face : faces) {
    if (std::ssize(face->revision.points) != scheme.size()) {
      throw Error(
          ErrorCode::kInvalidInput,
          "faces of different landmark schemes cannot share one file; export one dataset at "
          "a time with --source",
          path);
    }
    if (std::optional<WriteFace> written = face_of(*face, name_of(face->image), nullptr)) {
      file.faces.push_back(*std::move(written));
    }
  }
  const bool one_each = traits().file_per != FilePer::kDataset;
  if (!one_each || !file.faces.empty()) file.text = format_->write(file.faces, scheme);
  return file;
}

std::vector<OutputFile> LabelWriter::new_files(const std::string& folder,
                                               const std::set<std::string>& taken_before,
                                               const std::vector<const LabelledFace*>& faces,
                                               const NameOf& name_of) {
  std::set<std::string> taken = taken_before;
  std::map<ImageId, std::vector<const LabelledFace*>> of_image;
  std::vector<ImageId> order;
  for (const LabelledFace* face : faces) {
    std::vector<const LabelledFace*>& others = of_image[face->image.id];
    if (others.empty()) order.push_back(face->image.id);
    others.push_back(face);
  }
  std::vector<OutputFile> files;
  const auto add = [&](const std::vector<const LabelledFace*>& together, bool numbered) {
    const Image& image = together.front()->image;
    const std::string stem =
        folder + std::filesystem::path(name_of(image)).replace_extension().generic_string();
    std::string path = stem + "." + traits().extension;
    for (int n = 1; (n == 1 && numbered) || taken.contains(path); ++n) {
      path = stem + "_" + std::to_string(n) + "." + traits().extension;
    }
    OutputFile file = new_file(path, together.front()->face.scheme, together, name_of);
    if (file.faces.empty()) return;  // left out
    taken.insert(path);
    files.push_back(std::move(file));
  };
  for (const ImageId image : order) {
    const std::vector<const LabelledFace*>& together = of_image[image];
    if (traits().file_per == FilePer::kImage) {
      add(together, false);
      continue;
    }
    for (const LabelledFace* face : together) add({face}, together.size() > 1);
  }
  return files;
}

void LabelWriter::report_losses(ExportReport& report) const {
  const auto add = [&](const char* what, std::int64_t count) {
    if (count > 0) report.losses.push_back({what, count});
  };
  add("points marked occluded, written like visible ones", occluded_);
  add("points marked absent, written where they were imported", absent_);
  add("points between pixels, rounded to whole ones", rounded_);
  add("points outside the picture, written as not labelled", outside_);
  add("label files as they were, written anew without what else they held", written_anew_);
  report.left_out.insert(report.left_out.end(), left_out_.begin(), left_out_.end());
}

ExportReport::File write_verified(const OutputFile& file, const std::filesystem::path& out) {
  check_reads_back(file);
  const std::filesystem::path path = out / file.path;
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  write_file_atomically(path, file.text);
  if (read_file(path) != file.text) {
    throw Error(ErrorCode::kDamaged,
                "what was written is not what is read back; the disk may be failing",
                path.string());
  }
  return {file.path, static_cast<std::int64_t>(file.faces.size()), file.changed_rows,
          digest_of(file.text)};
}

}  // namespace facepoint
