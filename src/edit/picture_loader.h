// Decodes pictures on a few threads. The UI thread says what it wants now, most urgent first; that
// replaces what it wanted before, so a thumbnail that was scrolled away is never decoded. Results
// arrive through the main queue.
#pragma once

#include <compare>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/geometry.h"
#include "base/id.h"
#include "base/main_queue.h"
#include "image/light.h"
#include "image/picture.h"

namespace facepoint {

struct PictureKey {
  ImageId image;
  int thumbnail_side = 0;  // 0: the whole picture; else a square of this many pixels
  FaceId face = {};        // whose thumbnail; none: that of the picture
  // What such a square shows, where it is more than a thumbnail: upright parts of turned faces.
  std::optional<Similarity> square_from_image = {};
  Light light = {};
  friend auto operator<=>(const PictureKey&, const PictureKey&) = default;
};

struct PictureRequest {
  PictureKey key;
  std::filesystem::path file;
  std::optional<Rect> face;  // what a thumbnail shows, in image pixels; none: the middle
};

struct LoadedPicture {
  PictureKey key;
  Picture picture;    // empty when it failed
  std::string error;  // why, for a person
};

class PictureLoader {
 public:
  using Receiver = std::function<void(LoadedPicture)>;

  // `receive` is called on the UI thread.
  PictureLoader(MainQueue& queue, int threads, Receiver receive);
  PictureLoader(const PictureLoader&) = delete;
  PictureLoader& operator=(const PictureLoader&) = delete;
  ~PictureLoader();

  // A picture that is named twice is decoded once.
  void want(std::vector<PictureRequest> most_urgent_first);
  bool idle() const;  // nothing wanted, nothing being decoded, nothing on its way

 private:
  void work(const std::stop_token& stop);
  void deliver(LoadedPicture loaded);

  MainQueue& queue_;
  Receiver receive_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<PictureRequest> wanted_;
  std::set<PictureKey> in_flight_;  // from being taken by a worker until it was received
  std::vector<std::jthread> workers_;
};

// How a face with this box lies in its thumbnail.
Similarity thumbnail_from_image(const Rect& face, int side);

// A square thumbnail: around the face if there is one, else the largest square in the middle.
Picture make_thumbnail(const Picture& picture, const std::optional<Rect>& face, int side);

}  // namespace facepoint
