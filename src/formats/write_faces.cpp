#include "formats/write_faces.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/error.h"

namespace facepoint {
namespace {

constexpr std::size_t kPointBytes = 2 * sizeof(double) + 1;

[[noreturn]] void fail(const char* what) {
  throw Error(ErrorCode::kUnreadable, std::string("the points cannot be ") + what +
                                          " meanwhile; the disk may be full or failing");
}

}  // namespace

WriteFaces::WriteFaces(const std::vector<WriteFace>& faces) {
  for (const WriteFace& face : faces) add(face);
}

void WriteFaces::add(const WriteFace& face) {
  const auto [image, is_new] = by_name_.try_emplace(
      face.image_name, ImageOf{static_cast<std::uint32_t>(images_.size()), face.size});
  if (is_new) images_.push_back(&*image);
  faces_.push_back({end_, image->second.number, static_cast<std::uint32_t>(face.points.size())});
  std::string bytes(face.points.size() * kPointBytes, '\0');
  char* at = bytes.data();
  for (const Landmark& point : face.points) {
    std::memcpy(at, &point.position.x, sizeof(double));
    std::memcpy(at + sizeof(double), &point.position.y, sizeof(double));
    at[2 * sizeof(double)] = static_cast<char>(point.visibility);
    at += kPointBytes;
  }
  put(bytes.data(), bytes.size());
}

void WriteFaces::put(const char* bytes, std::size_t count) {
  if (!stream_ && more_room_ && memory_.size() + count > kInMemory) {
    stream_ = more_room_();
    stream_->write(memory_.data(), static_cast<std::streamsize>(memory_.size()));
    std::string().swap(memory_);
  }
  if (stream_) {
    if (read_to_ != 0) stream_->seekp(static_cast<std::streamoff>(end_));
    read_to_ = 0;
    if (!stream_->write(bytes, static_cast<std::streamsize>(count))) fail("kept");
  } else {
    memory_.append(bytes, count);
  }
  end_ += count;
}

void WriteFaces::get(std::uint64_t begin, char* bytes, std::size_t count) const {
  if (count == 0) return;
  if (!stream_) {
    std::memcpy(bytes, memory_.data() + begin, count);
    return;
  }
  // A seek throws away what the stream has read ahead.
  if (read_to_ == 0 || read_to_ != begin) stream_->seekg(static_cast<std::streamoff>(begin));
  if (!stream_->read(bytes, static_cast<std::streamsize>(count))) fail("read again");
  read_to_ = begin + count;
}

WriteFace WriteFaces::at(std::size_t face) const {
  const Place& place = faces_.at(face);
  const Images::value_type& image = *images_[place.image];
  WriteFace result{image.first, image.second.size, Keypoints(place.points)};
  std::string bytes(place.points * kPointBytes, '\0');
  get(place.begin, bytes.data(), bytes.size());
  const char* at = bytes.data();
  for (Landmark& point : result.points) {
    std::memcpy(&point.position.x, at, sizeof(double));
    std::memcpy(&point.position.y, at + sizeof(double), sizeof(double));
    point.visibility = static_cast<Visibility>(at[2 * sizeof(double)]);
    at += kPointBytes;
  }
  return result;
}

void WriteFaces::each(const std::function<void(const WriteFace&)>& take) const {
  for (std::size_t i = 0; i < size(); ++i) take(at(i));
}

std::optional<std::size_t> WriteFaces::image_called(const std::string& image_name) const {
  const auto image = by_name_.find(image_name);
  if (image == by_name_.end()) return std::nullopt;
  return image->second.number;
}

PictureSize WriteFaces::size_of(const std::string& image_name) const {
  const auto image = by_name_.find(image_name);
  return image == by_name_.end() ? PictureSize{} : image->second.size;
}

std::vector<std::uint32_t> WriteFaces::by_image() const {
  std::vector<std::uint32_t> order(faces_.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return faces_[a].image < faces_[b].image;
  };
  if (!std::is_sorted(order.begin(), order.end(), before)) {
    std::stable_sort(order.begin(), order.end(), before);
  }
  return order;
}

void WriteFaces::each_image(const std::function<void(const std::vector<WriteFace>&)>& take) const {
  std::vector<WriteFace> of_image;
  std::size_t image = 0;
  for (const std::uint32_t face : by_image()) {
    if (image_of(face) != image) {
      take(of_image);
      of_image.clear();
      image = image_of(face);
    }
    of_image.push_back(at(face));
  }
  if (!of_image.empty()) take(of_image);
}

}  // namespace facepoint
