#include "tasks/export_new_files.h"

#include "base/error.h"
#include "landmark/scheme.h"
#include "store/images.h"

namespace facepoint {

namespace {

std::string stem_of(const std::string& path) {
  return std::filesystem::path(path).replace_extension().generic_string();
}

std::string numbered_name(const std::string& stem, int number) {
  return stem + "_" + std::to_string(number);
}

}  // namespace

void refuse_mixed_schemes(const std::string& where) {
  throw Error(ErrorCode::kInvalidInput,
              "faces of different landmark schemes cannot share one file; convert them to one "
              "(--scheme), or export one dataset at a time (--source)",
              where);
}

void NewFiles::add(OutputFile& file, const Scheme& scheme, const LabelledFace& face,
                   const NameOf& name_of) {
  if (std::ssize(face.revision.points) != scheme.size()) refuse_mixed_schemes(file.path());
  const std::optional<WriteFace> written = writer_.face_of(face, name_of(face.image), nullptr);
  if (written) file.add(*written);
  progress_();
}

void NewFiles::finish(OutputFile& file, Digest* also) {
  file.write_faces();
  files_.push_back(file.finish(also));
}

void NewFiles::note_files() {
  for (; noted_ < files_.size(); ++noted_) taken_.insert(files_[noted_].path);
}

std::string NewFiles::free_path(const std::string& stem, const std::set<std::string>& taken) {
  note_files();
  std::string path = stem + extension();
  for (int n = 2; taken_.contains(path) || taken.contains(path); ++n) {
    path = numbered_name(stem, n) + extension();
  }
  return path;
}

void NewFiles::write_all(const std::string& path, const Scheme& scheme, const Refs& refs,
                         const NameOf& name_of, Digest* also) {
  OutputFile file(writer_.folder(), path, &scheme);
  for (const LabelRef& ref : refs) add(file, scheme, labels_.get(ref), name_of);
  finish(file, also);
}

// Of all pictures of the exported datasets.
const std::unordered_map<std::string, int>& NewFiles::pictures() {
  if (!pictures_.empty()) return pictures_;
  for (const Dataset& dataset : labels_.datasets()) {
    each_image_of(labels_.project(), dataset.id, [&](const Image& image) {
      ++pictures_[stem_of(labels_.prefix_of(image.dataset) + image.path)];
    });
  }
  return pictures_;
}

std::set<std::string> NewFiles::all_stems() {
  std::set<std::string> stems;
  for (const auto& [stem, count] : pictures()) stems.insert(writer_.stem_beside(stem));
  return stems;
}

void NewFiles::write(const std::string& folder, std::span<const LabelRef> together, bool numbered,
                     const NameOf& name_of, Digest* also) {
  std::vector<LabelledFace> faces;
  for (const LabelRef& ref : together) faces.push_back(labels_.get(ref));
  const Image& image = faces.front().image;
  const std::string stem = stem_of(labels_.prefix_of(image.dataset) + image.path);
  const auto called = pictures().find(stem);
  const bool is_shared = called != pictures().end() && called->second > 1;
  if (is_shared && !writer_.traits().names_picture) ++ambiguous_;
  const std::string named = writer_.stem_beside(stem_of(folder + name_of(image)));
  met_.insert(named);
  std::string path = named + extension();
  bool is_free = !numbered && !taken_.contains(path);
  for (int n = 1; !is_free; ++n) {
    path = numbered_name(named, n) + extension();
    // IMAGE_1 may be a picture of its own.
    is_free = !pictures().contains(numbered_name(stem, n)) && !taken_.contains(path);
  }
  const Scheme& scheme = SchemeLibrary::standard().get(faces.front().face.scheme);
  OutputFile file(writer_.folder(), path, &scheme);
  // The file lies where its picture does.
  const NameOf file_name = [](const Image& of) {
    return std::filesystem::path(of.path).filename().string();
  };
  for (const LabelledFace& face : faces) add(file, scheme, face, file_name);
  if (file.faces().empty()) return;  // left out
  finish(file, also);
  note_files();
}

void NewFiles::write_each(const std::string& folder, const Refs& refs, const NameOf& name_of,
                          Digest* also) {
  note_files();
  std::unordered_map<ImageId, std::size_t> place;
  std::vector<Refs> images;
  for (const LabelRef& ref : refs) {
    const auto [at, is_new] = place.emplace(ref.image, images.size());
    if (is_new) images.emplace_back();
    images[at->second].push_back(ref);
  }
  for (const Refs& together : images) {
    if (writer_.traits().file_per == FilePer::kImage) {
      write(folder, together, false, name_of, also);
      continue;
    }
    for (const LabelRef& ref : together) {
      write(folder, {&ref, 1}, together.size() > 1, name_of, also);
    }
  }
}

}  // namespace facepoint
