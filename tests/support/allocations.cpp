#include "allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::size_t count = 0;
std::size_t bytes = 0;

}  // namespace

std::size_t allocations() { return count; }
std::size_t allocated_bytes() { return bytes; }

#ifndef SYNERGY_THREAD_SANITIZER
namespace {

constexpr std::size_t kHeader = 512;  // room for the size in front of each block; keeps over-alignment to 64

void* allocate(std::size_t size, std::size_t alignment) {
  void* block = alignment <= kHeader
                    ? std::aligned_alloc(kHeader, (size + 2 * kHeader - 1) / kHeader * kHeader)
                    : nullptr;
  if (block == nullptr) throw std::bad_alloc();
  *static_cast<std::size_t*>(block) = size;
  ++count;
  bytes += size;
  return static_cast<std::byte*>(block) + kHeader;
}

void release(void* memory) {
  if (memory == nullptr) return;
  void* block = static_cast<std::byte*>(memory) - kHeader;
  bytes -= *static_cast<std::size_t*>(block);
  std::free(block);
}

}  // namespace

// Every form is replaced: a sanitizer brings its own for those left out, and the forms must match.
void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size, alignof(std::max_align_t));
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size, alignof(std::max_align_t));
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { release(memory); }
#endif
