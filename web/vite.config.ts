import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The doors that are built: each a page of its own. */
const doors = { admin: 'index.html' };

const server = 'http://localhost:3000';
const proxy = Object.fromEntries(['/api', '/oauth', '/.well-known', '/healthz'].map((path) => [path, server]));

export default defineConfig({
  plugins: [react()],
  server: { proxy },
  build: {
    target: 'es2024',
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: { input: doors },
  },
});
