//! The folder of one election's endpoint: where each file lies, and how it is written.
//!
//! Files are written beside their place, synced and renamed, so that a crash leaves the
//! old one or the new one. Whoever reads, changes and writes takes a turn first: of two commands
//! at once the second would write over what the first had noted. Folder and database are their
//! owner's only, whatever they were before, since the database holds figures in clear. Refuses to
//! make a second endpoint in a folder that holds one: two sets of keys would mix.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The folder.
#[derive(Debug, Clone)]
pub struct DataFolder {
    root: PathBuf,
}

/// A command's turn at the folder's files: there is one at a time, and dropping it ends it. The
/// system ends it too, should the process be killed.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "held for its lock")] fs::File);

/// What can go wrong with the folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is an endpoint already.
    #[error("{0} already holds an endpoint; choose another --data folder")]
    Taken(PathBuf),
    /// There is none.
    #[error("{0} holds no endpoint; run `sanaq-server --data DIR init …` first")]
    Empty(PathBuf),
    /// The disk refused.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl DataFolder {
    /// A folder that must hold an endpoint already.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, FolderError> {
        let folder = Self { root: root.into() };
        if !folder.election_toml().exists() || !folder.keys().exists() {
            return Err(FolderError::Empty(folder.root));
        }
        folder.close_to_others()?;
        Ok(folder)
    }

    /// A new folder; refuses one that holds an endpoint.
    pub fn create(root: impl Into<PathBuf>) -> Result<Self, FolderError> {
        let folder = Self { root: root.into() };
        if folder.election_toml().exists() || folder.keys().exists() {
            return Err(FolderError::Taken(folder.root));
        }
        for path in [folder.root.clone(), folder.keys(), folder.tls()] {
            make_private_folder(&path)?;
        }
        folder.close_to_others()?;
        Ok(folder)
    }

    /// Takes others' rights to the folders and the database, which is made if need be: SQLite
    /// gives the files beside it the rights of the database itself.
    fn close_to_others(&self) -> Result<(), FolderError> {
        for path in [self.root.clone(), self.keys(), self.tls()] {
            private(&path, 0o700)?;
        }
        let database = self.database();
        let mut options = fs::OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        if !database.exists() {
            options.open(&database).map_err(|source| disk(&database, source))?;
        }
        for ending in ["", "-wal", "-shm"] {
            let mut name = database.as_os_str().to_owned();
            name.push(ending);
            private(Path::new(&name), 0o600)?;
        }
        Ok(())
    }

    /// Waits until no other command is changing the folder's files.
    pub fn turn(&self) -> Result<Turn, FolderError> {
        let path = self.root.join("turn.lock");
        let mut options = fs::OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|source| disk(&path, source))?;
        file.lock().map_err(|source| disk(&path, source))?;
        Ok(Turn(file))
    }

    /// The file lies in this folder or below it, by whatever name it was given.
    pub fn holds(&self, file: &Path) -> Result<bool, FolderError> {
        let whole = |path: &Path| fs::canonicalize(path).map_err(|source| disk(path, source));
        Ok(whole(file)?.starts_with(whole(&self.root)?))
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The election's definition, written by people.
    pub fn election_toml(&self) -> PathBuf {
        self.root.join("election.toml")
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.root.join("endpoint.db")
    }

    /// Sealed keys.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// A sealed file of keys.
    pub fn key_file(&self, name: &str) -> PathBuf {
        self.keys().join(format!("{name}.sealed"))
    }

    /// The numbered key list, signed by the root key.
    pub fn key_list(&self) -> PathBuf {
        self.keys().join("key-list.cbor")
    }

    /// Says that `keys verify-backup` has passed, and for which recovery file.
    pub fn backup_verified(&self) -> PathBuf {
        self.keys().join("backup-verified")
    }

    /// Certificates.
    pub fn tls(&self) -> PathBuf {
        self.root.join("tls")
    }

    /// The election's own certificate authority.
    pub fn ca_certificate(&self) -> PathBuf {
        self.tls().join("ca.pem")
    }

    /// The recovery file.
    pub fn recovery(&self) -> PathBuf {
        self.root.join("recovery.sanaq-recovery")
    }

    /// Operators' names and password hashes.
    pub fn operators(&self) -> PathBuf {
        self.root.join("operators.toml")
    }

    /// Headquarters' notes on invitations: labels and stations, never sent.
    pub fn invitations(&self) -> PathBuf {
        self.root.join("invitations.json")
    }

    /// The station list last imported.
    pub fn stations(&self) -> PathBuf {
        self.root.join("stations.json")
    }

    /// Where `invite --csv` writes unless told otherwise.
    pub fn invitation_files(&self) -> PathBuf {
        self.root.join("invitations")
    }
}

/// Reads a file whole, naming it in the error.
pub fn read(path: &Path) -> Result<Vec<u8>, FolderError> {
    fs::read(path).map_err(|source| disk(path, source))
}

/// Reads a file whole; `None` where there is none.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, FolderError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(disk(path, source)),
    }
}

/// Replaces a file in one step; its owner alone may read it.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let beside = PathBuf::from(name);
    let written = (|| {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        sync_folder(path)
    })();
    written.map_err(|source| disk(path, source))
}

/// Makes a folder that its owner alone may open.
pub fn make_private_folder(path: &Path) -> Result<(), FolderError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| disk(path, source))
}

/// Takes the rights of everybody but the owner; nothing there is no error.
fn private(path: &Path, mode: u32) -> Result<(), FolderError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let rights = match fs::metadata(path) {
            Ok(metadata) => metadata.permissions().mode() & 0o777,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(disk(path, source)),
        };
        if rights & 0o077 != 0 {
            let only = fs::Permissions::from_mode(mode);
            fs::set_permissions(path, only).map_err(|source| disk(path, source))?;
        }
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

fn sync_folder(path: &Path) -> io::Result<()> {
    // A rename is durable only when its folder is; elsewhere folders cannot be synced.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        // A bare name lies in the folder the process is in.
        let here = folder.as_os_str().is_empty();
        fs::File::open(if here { Path::new(".") } else { folder })?.sync_all()?;
    }
    Ok(())
}

fn disk(path: &Path, source: io::Error) -> FolderError {
    FolderError::Disk { path: path.to_owned(), source }
}

#[cfg(all(test, unix))]
mod tests;
