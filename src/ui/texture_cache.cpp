#include "ui/texture_cache.h"

#include <algorithm>
#include <utility>

namespace facepoint {

TextureCache::TextureCache(TextureStore& store, MainQueue& queue, int threads,
                           std::size_t budget_bytes)
    : store_(store),
      budget_(budget_bytes),
      loader_(queue, threads, [this](LoadedPicture loaded) { receive(std::move(loaded)); }) {}

TextureCache::~TextureCache() {
  for (const auto& [key, entry] : entries_) {
    if (entry.texture.handle != 0) store_.release(entry.texture.handle);
  }
}

void TextureCache::begin_frame() {
  ++frame_;
  wanted_.clear();
}

const Texture* TextureCache::get(const PictureKey& key, const PictureSource& source) {
  const Texture* texture = find(key);
  if (texture == nullptr) ask(key, source);
  return texture;
}

const Texture* TextureCache::find(const PictureKey& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  found->second.seen = frame_;
  return &found->second.texture;
}

void TextureCache::ask(const PictureKey& key, const PictureSource& source) {
  wanted_.push_back({key, source.file, source.face});
}

void TextureCache::end_frame() {
  loader_.want(wanted_);
  forget_unseen();
}

void TextureCache::receive(LoadedPicture loaded) {
  std::erase_if(wanted_, [&](const PictureRequest& request) { return request.key == loaded.key; });
  Entry entry;
  entry.seen = frame_;
  entry.texture.error = std::move(loaded.error);
  if (!loaded.picture.empty()) {
    entry.texture.handle = store_.upload(loaded.picture);
    entry.texture.width = loaded.picture.width;
    entry.texture.height = loaded.picture.height;
    entry.bytes = static_cast<std::size_t>(4) * loaded.picture.width * loaded.picture.height;
  }
  bytes_ += entry.bytes;
  entries_.insert_or_assign(loaded.key, std::move(entry));
}

void TextureCache::forget_unseen() {
  while (bytes_ > budget_) {
    const auto oldest = std::min_element(
        entries_.begin(), entries_.end(),
        [](const auto& a, const auto& b) { return a.second.seen < b.second.seen; });
    if (oldest == entries_.end() || oldest->second.seen == frame_) return;
    bytes_ -= oldest->second.bytes;
    if (oldest->second.texture.handle != 0) store_.release(oldest->second.texture.handle);
    entries_.erase(oldest);
  }
}

}  // namespace facepoint
