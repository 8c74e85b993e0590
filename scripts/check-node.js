// Plain JavaScript on purpose: it must run, and say what to do, on the Node that is too old for the rest.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Carillon 需要 Node 22.18 或更新版本（现在是 ${process.versions.node}）。在 x64 Linux 上 npm ci 会自动装好；其他系统请先安装 Node 24。\n` +
      `Carillon needs Node 22.18 or newer (this is ${process.versions.node}). On x64 Linux npm ci brings it; elsewhere install Node 24 first.`,
  );
  process.exit(1);
}
