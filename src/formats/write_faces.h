// The faces of one file that is written, as often as its format asks for them: first all images,
// then all points. Points lie in memory while they are few, then in a stream that the caller has
// opened, so that a file may be longer than memory; what stays is some 100 bytes an image and 12 a
// face. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

struct PictureSize {
  int width = 0;
  int height = 0;
  bool known() const { return width > 0 && height > 0; }
};

struct WriteFace {
  std::string image_name;
  PictureSize size;
  Keypoints points;
};

class WriteFaces {
 public:
  // Opens an empty stream to write to and read from.
  using MoreRoom = std::function<std::unique_ptr<std::iostream>()>;
  static constexpr std::size_t kInMemory = 4UL << 20U;  // bytes of points

  // Without `more_room` all stay in memory.
  explicit WriteFaces(MoreRoom more_room = {}) : more_room_(std::move(more_room)) {}
  explicit WriteFaces(const std::vector<WriteFace>& faces);

  // Faces of the same image name have the size of the first. Throws Error(kUnreadable) where the
  // stream fails, as all below.
  void add(const WriteFace& face);

  std::size_t size() const { return faces_.size(); }
  bool empty() const { return faces_.empty(); }
  WriteFace at(std::size_t face) const;
  void each(const std::function<void(const WriteFace&)>& take) const;

  // Images are numbered in the order of their first face.
  std::size_t images() const { return images_.size(); }
  std::size_t image_of(std::size_t face) const { return faces_.at(face).image; }
  std::optional<std::size_t> image_called(const std::string& image_name) const;
  // The size of the picture of this name, {} if it is none of them.
  PictureSize size_of(const std::string& image_name) const;
  // All faces, those of one image together, images in their order.
  std::vector<std::uint32_t> by_image() const;
  void each_image(const std::function<void(const std::vector<WriteFace>&)>& take) const;

 private:
  struct Place {
    std::uint64_t begin = 0;
    std::uint32_t image = 0;
    std::uint32_t points = 0;
  };
  struct ImageOf {
    std::uint32_t number = 0;
    PictureSize size;
  };
  using Images = std::unordered_map<std::string, ImageOf>;

  void put(const char* bytes, std::size_t count);
  void get(std::uint64_t begin, char* bytes, std::size_t count) const;

  MoreRoom more_room_;
  std::string memory_;
  std::unique_ptr<std::iostream> stream_;  // all bytes, once there is one
  std::uint64_t end_ = 0;
  mutable std::uint64_t read_to_ = 0;  // where the stream reads next; 0: it has to be told
  std::vector<Place> faces_;
  Images by_name_;
  std::vector<const Images::value_type*> images_;
};

}  // namespace facepoint
