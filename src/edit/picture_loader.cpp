#include "edit/picture_loader.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "image/codec.h"
#include "image/process.h"

namespace facepoint {
namespace {

constexpr double kRoomAroundFace = 1.35;

LoadedPicture load(const PictureRequest& request) {
  LoadedPicture loaded{request.key, {}, {}};
  try {
    loaded.picture = load_picture(request.file);
    const int side = request.key.thumbnail_side;
    if (request.key.square_from_image) {
      loaded.picture = warp(loaded.picture, *request.key.square_from_image, side, side);
    } else if (side > 0) {
      loaded.picture = make_thumbnail(loaded.picture, request.face, side);
    }
  } catch (const std::exception& error) {
    loaded.picture = {};
    loaded.error = error.what();
  }
  return loaded;
}

}  // namespace

Picture make_thumbnail(const Picture& picture, const std::optional<Rect>& face, int side) {
  Point center{(picture.width - 1) / 2.0, (picture.height - 1) / 2.0};
  double source_side = std::min(picture.width, picture.height);
  if (face) {
    center = face->center();
    source_side = std::max({face->width, face->height, 8.0}) * kRoomAroundFace;
  }
  const double scale = side / source_side;
  const double middle = (side - 1) / 2.0;
  const Similarity thumbnail_from_image{scale, 0, middle - scale * center.x,
                                        middle - scale * center.y};
  return warp(picture, thumbnail_from_image, side, side);
}

PictureLoader::PictureLoader(MainQueue& queue, int threads, Receiver receive)
    : queue_(queue), receive_(std::move(receive)) {
  for (int i = 0; i < threads; ++i) {
    workers_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  }
}

PictureLoader::~PictureLoader() {
  for (std::jthread& worker : workers_) worker.request_stop();
  workers_.clear();
}

void PictureLoader::want(std::vector<PictureRequest> most_urgent_first) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.clear();
    std::set<PictureKey> known = in_flight_;
    for (PictureRequest& request : most_urgent_first) {
      if (known.insert(request.key).second) wanted_.push_back(std::move(request));
    }
    std::reverse(wanted_.begin(), wanted_.end());  // workers take from the end
  }
  changed_.notify_all();
}

bool PictureLoader::idle() const {
  const std::lock_guard lock(mutex_);
  return wanted_.empty() && in_flight_.empty();
}

void PictureLoader::work(const std::stop_token& stop) {
  const std::weak_ptr<bool> alive = alive_;
  while (true) {
    PictureRequest request;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !wanted_.empty(); })) return;
      request = std::move(wanted_.back());
      wanted_.pop_back();
      in_flight_.insert(request.key);
    }
    auto loaded = std::make_shared<LoadedPicture>(load(request));
    queue_.post([this, alive, loaded] {
      if (!alive.expired()) deliver(std::move(*loaded));
    });
  }
}

void PictureLoader::deliver(LoadedPicture loaded) {
  {
    const std::lock_guard lock(mutex_);
    in_flight_.erase(loaded.key);
  }
  receive_(std::move(loaded));
}

}  // namespace facepoint
