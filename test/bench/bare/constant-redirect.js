// The least that a redirect can cost on workerd.
// biome-ignore lint/style/noDefaultExport: workerd asks for it
export default {
  fetch() {
    return new Response(null, {
      status: 302,
      headers: { Location: "https://juniper.example/", "Cache-Control": "private, no-store" },
    });
  },
};
