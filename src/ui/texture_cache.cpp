#include "ui/texture_cache.h"

#include <utility>

namespace facepoint {
namespace {

constexpr std::size_t kEntryBytes = 256;  // also of a picture that cannot be read

}  // namespace

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
  by_age_.splice(by_age_.end(), by_age_, found->second.age);
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
  const auto before = entries_.find(loaded.key);
  if (before != entries_.end()) forget(before);
  Entry entry;
  entry.seen = frame_;
  entry.bytes = kEntryBytes;
  entry.texture.error = std::move(loaded.error);
  if (!loaded.picture.empty()) {
    entry.texture.handle = store_.upload(loaded.picture);
    entry.texture.width = loaded.picture.width;
    entry.texture.height = loaded.picture.height;
    entry.bytes += static_cast<std::size_t>(4) * loaded.picture.width * loaded.picture.height;
  }
  bytes_ += entry.bytes;
  entry.age = by_age_.insert(by_age_.end(), loaded.key);
  entries_.emplace(loaded.key, std::move(entry));
}

void TextureCache::forget(std::map<PictureKey, Entry>::iterator entry) {
  bytes_ -= entry->second.bytes;
  if (entry->second.texture.handle != 0) store_.release(entry->second.texture.handle);
  by_age_.erase(entry->second.age);
  entries_.erase(entry);
}

void TextureCache::forget_unseen() {
  while (bytes_ > budget_ && !by_age_.empty()) {
    const auto oldest = entries_.find(by_age_.front());
    if (oldest->second.seen == frame_) return;
    forget(oldest);
  }
}

}  // namespace facepoint
