//! Small files that must be whole or absent: written beside, synced, renamed, folder synced.
//!
//! The wrap file, the attempt counter and the guard are a few hundred bytes each and must survive a
//! power cut at any moment; a database would be the wrong place since they are read before it can
//! be opened. Rejected: writing in place, where a cut leaves half a key.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// Bytes a small file may have; a larger one is damage, not data.
const SMALL_FILE_BYTES_MAX: u64 = 1 << 20;

/// Replaces `path` by `bytes`; when this returns, the new content is on the disk.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)?;
    sync_folder(path)
}

/// Reads a small file, `None` if there is none.
pub(crate) fn read_small(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let mut bytes = Vec::new();
    file.take(SMALL_FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SMALL_FILE_BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a small file is too large"));
    }
    Ok(Some(bytes))
}

/// Overwrites a file with zeros before it is unlinked. On flash the old cells may live on, which is
/// why what is destroyed is a key and never the data alone.
pub(crate) fn destroy(path: &Path) -> io::Result<()> {
    let length = match fs::metadata(path) {
        Ok(meta) => meta.len().min(SMALL_FILE_BYTES_MAX),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&vec![0; usize::try_from(length).unwrap_or(0)])?;
    file.sync_all()?;
    drop(file);
    fs::remove_file(path)?;
    sync_folder(path)
}

/// Makes a rename or an unlink in `path`'s folder durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        // A bare name lies in the folder the process is in.
        let here = folder.as_os_str().is_empty();
        File::open(if here { Path::new(".") } else { folder })?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
