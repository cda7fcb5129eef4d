// Pictures as textures: views ask by key and get one, or none yet; what was asked for is then
// decoded, most urgent first. The least recently seen are forgotten beyond a budget. UI thread.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <vector>

#include "edit/picture_loader.h"
#include "edit/session.h"

namespace facepoint {

// Where textures live; the window's graphics library implements it.
class TextureStore {
 public:
  using Handle = std::uintptr_t;  // 0: none
  virtual ~TextureStore() = default;
  virtual Handle upload(const Picture& picture) = 0;
  virtual void release(Handle handle) = 0;
};

struct Texture {
  TextureStore::Handle handle = 0;
  int width = 0;
  int height = 0;
  std::string error;  // why there is no picture; empty if there is
};

class TextureCache {
 public:
  TextureCache(TextureStore& store, MainQueue& queue, int threads, std::size_t budget_bytes);
  TextureCache(const TextureCache&) = delete;
  TextureCache& operator=(const TextureCache&) = delete;
  ~TextureCache();

  // Between begin_frame and end_frame. Null while it is not there yet; asked for earlier in the
  // frame is more urgent. The pointer is good until end_frame.
  void begin_frame();
  const Texture* get(const PictureKey& key, const PictureSource& source);
  // The same in two steps, where telling the source is dear. `find` alone asks for nothing.
  const Texture* find(const PictureKey& key);
  void ask(const PictureKey& key, const PictureSource& source);
  void end_frame();

  bool idle() const { return wanted_.empty() && loader_.idle(); }

 private:
  struct Entry {
    Texture texture;
    std::size_t bytes = 0;
    std::int64_t seen = 0;
    std::list<PictureKey>::iterator age;
  };
  void receive(LoadedPicture loaded);
  void forget(std::map<PictureKey, Entry>::iterator entry);
  void forget_unseen();

  TextureStore& store_;
  std::size_t budget_;
  std::size_t bytes_ = 0;
  std::int64_t frame_ = 0;
  std::map<PictureKey, Entry> entries_;
  std::list<PictureKey> by_age_;  // the least recently seen first
  std::vector<PictureRequest> wanted_;
  PictureLoader loader_;
};

}  // namespace facepoint
